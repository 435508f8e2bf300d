import sanitizeHtml, { type Attributes } from 'sanitize-html'

/** Id of the place that the frame scrolls to. */
export const MARK_ID = 'here'

const TEXT = 'p div span br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd pre code blockquote center section article main header footer'
const INLINE = 'b strong i em u s sub sup small mark'
const TABLE = 'table caption colgroup col thead tbody tfoot tr td th'
const ALLOWED_TAGS = `${TEXT} ${INLINE} ${TABLE}`.split(' ')

// Elements whose content is no text of the page and goes with them.
const DROPPED_WITH_CONTENT =
  'script style noscript textarea option select title template iframe object svg math audio video canvas xmp noembed noframes'.split(
    ' ',
  )

const SPANS = ['colspan', 'rowspan', 'span'] as const

/**
 * Leaves text, tables and their alignment of a page and nothing that acts, loads or leads away: no script, style, form, frame,
 * picture or address. `markAttribute` is the attribute that carries our own marks; its value becomes class and title.
 */
export function sanitise(markup: string, markAttribute: string): string {
  return sanitizeHtml(markup, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: {
      '*': ['class', 'title', 'align', 'valign', 'hidden'],
      td: [...SPANS],
      th: [...SPANS],
      col: ['span', 'width'],
    },
    allowedSchemes: [],
    nonTextTags: DROPPED_WITH_CONTENT,
    disallowedTagsMode: 'discard',
    enforceHtmlBoundary: false,
    parser: { decodeEntities: true },
    transformTags: {
      img: (_, attributes) => ({
        tagName: 'span',
        attribs: { [`${markAttribute}-picture`]: '' },
        text: `〔图片${attributes['alt'] ? `：${attributes['alt']}` : ''}〕`,
      }),
      '*': (tagName, attributes) => ({
        tagName: tagName === 'a' ? 'span' : tagName,
        attribs: { ...described(tagName, attributes, markAttribute), ...harmless(attributes, markAttribute) },
      }),
    },
  })
}

/** Links and pictures become labels; where a link led is told in its title. */
function described(tagName: string, attributes: Attributes, markAttribute: string): Attributes {
  if (attributes[`${markAttribute}-picture`] !== undefined) return { class: 'picture' }
  if (tagName !== 'a') return {}
  return attributes['href'] ? { class: 'link', title: attributes['href'] } : {}
}

function harmless(attributes: Attributes, markAttribute: string): Attributes {
  const kept: Attributes = {}
  for (const name of SPANS) {
    const span = attributes[name]?.trim() ?? ''
    if (/^[1-9]\d{0,2}$/.test(span)) kept[name] = span
  }
  const style = attributes['style'] ?? ''
  const align = /text-align\s*:\s*(left|center|right)/i.exec(style)?.[1] ?? attributes['align']
  if (align && /^(left|center|right)$/i.test(align)) kept['align'] = align.toLowerCase()
  if (/^(top|middle|bottom)$/i.test(attributes['valign'] ?? '')) kept['valign'] = attributes['valign'] ?? ''
  if (/display\s*:\s*none/i.test(style) || attributes['hidden'] !== undefined) kept['hidden'] = 'hidden'
  const [strength, ...label] = (attributes[markAttribute] ?? '').split(' ')
  if (strength === 'selected' || strength === 'other') {
    kept['class'] = strength
    kept['title'] = label.join(' ')
  }
  return kept
}
