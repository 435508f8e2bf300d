import { CLEAN, type HtmlStyle } from './html-style.ts'
import { escapeMarkup, spanAttributes } from './markup.ts'

/** Every second character in a span of its own, as word processors leave it. */
function wordSpans(text: string): string {
  return [...text]
    .map((character, index) =>
      index % 2 === 0
        ? escapeMarkup(character)
        : `<span lang="EN-US" style="font-size:12.0pt"><span>${escapeMarkup(character)}</span></span>`,
    )
    .join('')
}

/** A heading whose number is a list number between conditional comments. */
function wordHeading(text: string): string {
  const numbered = /^([^、]+、)(.*)$/.exec(text)
  if (!numbered) return wordSpans(text)
  return `<!--[if !supportLists]--><b><span>${numbered[1]}</span></b><!--[endif]--><b>${wordSpans(numbered[2]!)}</b>`
}

const ALIGNED: Readonly<Record<string, string>> = { title: 'center', signature: 'right' }

/** As pasted from a word processor: spans within spans, empty paragraphs of its own kind, list numbers between conditional comments. */
export const WORD: HtmlStyle = {
  ...CLEAN,
  line: (kind, text) =>
    `<p class="MsoNormal" style="text-align:${ALIGNED[kind] ?? 'justify'}">${kind === 'heading' ? wordHeading(text) : wordSpans(text)}<o:p></o:p></p>`,
  content: ({ text }) => `<p class="MsoNormal">${wordSpans(text)}<o:p>${text === '' ? '&nbsp;' : ''}</o:p></p>`,
  cell: (cell, content) =>
    `<td${spanAttributes(cell)} width="61" style="border:solid windowtext 1.0pt;padding:0cm 5.4pt">\n  ${content}\n  </td>`,
  table: (rows) => `<table class="MsoNormalTable" border="1" cellspacing="0">\n ${rows.join('\n ')}\n</table>`,
}
