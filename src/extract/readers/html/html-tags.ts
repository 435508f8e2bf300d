/** What an element means for reading. Elements that are not named are inline and pass their text on. */
export type Role =
  | 'block'
  | 'item'
  | 'heading'
  | 'break'
  | 'preformatted'
  | 'table'
  | 'group'
  | 'row'
  | 'cell'
  | 'caption'
  | 'link'
  | 'picture'
  | 'frame'
  | 'field'
  | 'shifted'
  | 'title'
  | 'meta'
  | 'skipped'

/** An element's name and what it means; `role` is undefined for inline elements. */
export type Tag = {
  readonly name: string
  readonly role: Role | undefined
  readonly canBeHidden: boolean
  /** Attributes that reading it needs; all others are passed over unread. */
  readonly attributes: ReadonlySet<string>
}

/** Any element may be hidden, or lead to a file where it is clicked. */
const COMMON_ATTRIBUTES = new Set(['style', 'hidden', 'onclick', 'href', 'src', 'data', 'title'])
const ATTRIBUTES_OF: Readonly<Partial<Record<Role, ReadonlySet<string>>>> = {
  cell: new Set([...COMMON_ATTRIBUTES, 'rowspan', 'colspan']),
  picture: new Set([...COMMON_ATTRIBUTES, 'width', 'height']),
  field: new Set([...COMMON_ATTRIBUTES, 'type', 'value']),
  meta: new Set([...COMMON_ATTRIBUTES, 'name', 'property', 'content']),
}

/** Elements without an end tag. */
const VOID = new Set(
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr'.split(' '),
)

const TAGS = new Map<string, Tag>()
const assign = (role: Role | undefined, names: string) => {
  for (const name of names.split(' ')) {
    // Pages hide their body until a script has run; void elements hold nothing to hide.
    const canBeHidden = !VOID.has(name) && name !== 'html' && name !== 'body'
    const tag = { name, role, canBeHidden, attributes: (role && ATTRIBUTES_OF[role]) ?? COMMON_ATTRIBUTES }
    TAGS.set(name, tag)
    TAGS.set(name.toUpperCase(), tag)
  }
}
assign(
  'block',
  'address article aside blockquote body center details dialog dir div dl fieldset figcaption figure footer form frameset head',
)
assign('block', 'header hgroup hr html legend listing main menu nav ol search section summary ul')
assign('item', 'p li dd dt')
assign('heading', 'h1 h2 h3 h4 h5 h6')
assign('break', 'br')
assign('preformatted', 'pre xmp plaintext')
assign('table', 'table')
assign('group', 'thead tbody tfoot colgroup')
assign('row', 'tr')
assign('cell', 'td th')
assign('caption', 'caption')
assign('link', 'a')
assign('picture', 'img image')
assign('frame', 'iframe embed object')
assign('field', 'input textarea')
assign('shifted', 'sup sub')
assign('title', 'title')
assign('meta', 'meta')
// What a visitor never sees, or what belongs to a form or a drawing and not to the text. `xml` is Word's data island.
assign('skipped', 'script style template noscript noframes noembed select datalist svg math xml canvas audio video applet')
assign(undefined, 'span font b strong i em u o:p label button link base param wbr source track area col frame small big')

/** The element that a tag names, in whatever case it is written. */
export function tagNamed(written: string): Tag {
  const known = TAGS.get(written)
  if (known) return known
  const name = written.toLowerCase()
  return TAGS.get(name) ?? { name, role: undefined, canBeHidden: true, attributes: COMMON_ATTRIBUTES }
}

/** Attributes of a tag by name, as far as the element needs them. */
export type Attributes = Readonly<Record<string, string>>

/** A style that does not match neither hides anything nor raises or lowers it. */
export const TELLING_STYLE = /none|hid|super|sub/i
const MAY_HIDE = /none|hid/i
export const SHIFTED_STYLE = /vertical-align\s*:\s*(super|sub)\b/i
const HIDDEN_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i

/** Whether a page hides the element. */
export function isHidden(attributes: Attributes): boolean {
  if (attributes['hidden'] !== undefined) return true
  const style = attributes['style']
  return style !== undefined && MAY_HIDE.test(style) && HIDDEN_STYLE.test(style)
}
