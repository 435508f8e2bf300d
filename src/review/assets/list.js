// The list of findings: what is chosen, what an act asks for, and counts that come after the list. It works without.
const form = document.getElementById('acts')
const boxes = [...document.querySelectorAll('input[name="pick"]')]
const page = document.getElementById('pick-page')
const picked = document.getElementById('picked')

function tell() {
  const count = boxes.filter((box) => box.checked).length
  picked.textContent = count > 0 ? `${picked.dataset.words} ${count}` : ''
  page.checked = count === boxes.length && count > 0
  page.indeterminate = count > 0 && count < boxes.length
}

/** The fields that an act asks for; a note may always be given. */
const ASKS = { dismiss: 'reason', notify: 'due', assign: 'assignee' }

function ask(within) {
  const act = within.querySelector('[name="act"]')
  const show = () => {
    for (const name of Object.values(ASKS)) within.querySelector(`[name="${name}"]`).hidden = ASKS[act.value] !== name
  }
  act.addEventListener('change', show)
  show()
}

if (form) {
  page.hidden = false
  page.addEventListener('change', () => {
    for (const box of boxes) box.checked = page.checked
    tell()
  })
  form.addEventListener('change', tell)
  tell()
}
for (const within of document.querySelectorAll('.act-bar')) if (within.querySelector('[name="act"]')) ask(within)

const counts = document.getElementById('counts')
if (counts) {
  const link = document.querySelector('#total a')
  const said = link.textContent
  link.textContent = link.dataset.counting
  fetch(counts.dataset.src)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then((text) => {
      const came = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-total]')
      counts.replaceChildren(...came.childNodes)
      document.getElementById('total').textContent = came.dataset.total
    })
    .catch(() => {
      link.textContent = said
    })
}
