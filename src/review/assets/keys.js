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

// The cells of a report's tables: Tab stops once at a table, arrows move in it, and Enter opens the cell.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const middleOf = (cell) => cell.getBoundingClientRect().left + cell.getBoundingClientRect().width / 2

/** The cell beside, or in the nearest row above or below that has one; none at the edge. */
function cellFrom(cell, [across, down]) {
  const lines = [...cell.closest('table').rows].map((row) => [...row.querySelectorAll('td a')]).filter((line) => line.length > 0)
  const index = lines.findIndex((line) => line.includes(cell))
  if (across !== 0) return lines[index][lines[index].indexOf(cell) + across]
  const far = (other) => Math.abs(middleOf(other) - middleOf(cell))
  return lines[index + down]?.toSorted((a, b) => far(a) - far(b))[0]
}

function stopAt(cell) {
  for (const other of cell.closest('table').querySelectorAll('td a')) other.tabIndex = other === cell ? 0 : -1
}

for (const table of document.querySelectorAll('.printed')) {
  const first = table.querySelector('.inspected a, .selected a') ?? table.querySelector('td a')
  if (first) stopAt(first)
}

document.addEventListener('keydown', (event) => {
  const step = STEPS[event.key]
  const cell = event.target.closest?.('.printed td a')
  if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  event.preventDefault()
  const next = cellFrom(cell, step)
  if (!next) return
  stopAt(next)
  next.focus()
})

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
