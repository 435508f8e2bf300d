// Keys for people who clear many findings. The pages work without them.
const rows = [...document.querySelectorAll('[data-row]')]
const help = document.getElementById('keys')
let at = -1

function select(index) {
  if (rows.length === 0) return
  rows[at]?.classList.remove('here')
  at = Math.min(Math.max(index, 0), rows.length - 1)
  rows[at].classList.add('here')
  rows[at].querySelector('a')?.focus({ preventScroll: true })
  rows[at].scrollIntoView({ block: 'nearest' })
}

function open(fragment) {
  const href = rows[at]?.querySelector('a')?.getAttribute('href')
  if (href) location.assign(href + fragment)
}

const follow = (rel) => document.querySelector(`a[rel~="${rel}"]`)?.click()
const onList = rows.length > 0

const ACTS = {
  j: () => (onList ? select(at + 1) : follow('next')),
  k: () => (onList ? select(at - 1) : follow('prev')),
  Enter: () => open(''),
  c: () => (onList ? open('#confirm') : document.getElementById('confirm')?.click()),
  d: () => (onList ? open('#dismiss') : document.getElementById('dismiss')?.focus()),
  a: () => (onList ? open('#assign') : document.getElementById('assign')?.focus()),
  x: () => rows[at]?.querySelector('input[name="pick"]')?.click(),
  '/': () => document.querySelector('input[type="search"]')?.focus(),
  '?': () => help?.showModal(),
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open) return
  if (event.target.closest('input:not([type="checkbox"]), textarea, select')) {
    if (event.key === 'Escape') event.target.blur()
    return
  }
  if (event.key === 'Enter' && event.target.closest('a, button, summary')) return
  const act = ACTS[event.key]
  if (!act) return
  event.preventDefault()
  act()
})

// These lead from the list to the control itself.
if (['#confirm', '#dismiss', '#assign'].includes(location.hash)) document.querySelector(location.hash)?.focus()
