// Shows what goes on, while nobody types. The pages have a link for it, too.
const EVERY_MS = 3000

setInterval(() => {
  const isTyping = document.activeElement?.closest('form, select, dialog')
  if (!document.hidden && !isTyping) location.reload()
}, EVERY_MS)
