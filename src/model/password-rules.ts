export const LEAST_PASSWORD = 10
const LONGEST_PASSWORD = 200
const LEAST_DISTINCT = 5

type Problem = { readonly zh: string; readonly en: string }

/** What lists of common passwords are made of, once figures, signs and doubled words are taken away. */
const COMMON_WORDS = new Set(
  `password passwort passw0rd pass word admin administrator root user guest test demo login welcome hello secret master letmein iloveyou love
  monkey dragon sunshine princess football baseball superman batman shadow michael jordan changeme default system server oracle mysql
  postgres redis docker linux windows qwerty qwertyuiop qwert asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qaz wsx edc qwe asd zxc abc abcd abcdef
  gouji china zhongguo beijing shanghai zhengfu nianbao gongkai xinxi mima guanli guanliyuan yonghu denglu woaini woaizhongguo wo ai ni
  woshishui aini tianshi nihao zhang wang liu chen li spring summer autumn winter january office officer gov govcn`.split(/\s+/),
)
const ROWS = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm']
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** What is wrong with a password; null where it will do. Length comes first: a sentence is fine, and no kinds of signs are asked for. */
export function passwordProblem(
  password: string,
  { login, name }: { readonly login: string; readonly name: string },
): Problem | null {
  const length = [...password].length
  if (length < LEAST_PASSWORD)
    return {
      zh: `密码至少 ${LEAST_PASSWORD} 个字符，可以用一句话。`,
      en: `A password has ${LEAST_PASSWORD} characters or more; a sentence will do.`,
    }
  if (password.length > LONGEST_PASSWORD)
    return { zh: `密码不超过 ${LONGEST_PASSWORD} 个字符。`, en: `A password has at most ${LONGEST_PASSWORD} characters.` }
  if (isEasyToGuess(password, [login, ...login.split(/[._@-]/), name]))
    return {
      zh: '这个密码太常见或太好猜（常用词加数字、重复、键盘顺序，或含用户名）。请换一个，几个不相干的词连起来就很好。',
      en: 'This password is common or easy to guess (a usual word with figures, a repetition, a row of keys, or your own name). Choose another: a few words that do not belong together are good.',
    }
  return null
}

function isEasyToGuess(password: string, own: readonly string[]): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  if (new Set(text).size < LEAST_DISTINCT) return true
  if (/^[\d\s.\-/]*$/.test(text) && text.replace(/\D/g, '').length < 16) return true
  return [text, fromLeet(text)].some((each) => restOf(each, own).length < LEAST_DISTINCT)
}

function fromLeet(text: string): string {
  return text.replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign)
}

/** The letters that are left when common words, rows of keys, one's own name, repetitions, figures and signs are taken away. */
function restOf(text: string, own: readonly string[]): string {
  const words = [...COMMON_WORDS, ...own.map((each) => each.toLowerCase())].filter((word) => word.length >= 3)
  const longestFirst = words.sort((a, b) => b.length - a.length)
  const plain = longestFirst.reduce((rest, word) => rest.replaceAll(word, ' '), withoutRows(text))
  return withoutRepetition(plain.replace(/[\d\s\p{P}\p{S}]/gu, ''))
}

/** Four or more neighbours of the alphabet, the figures or a keyboard, forwards and backwards, are no letters to guess. */
function withoutRows(text: string): string {
  let rest = text
  for (const row of [...ROWS, ...ROWS.map((each) => [...each].reverse().join(''))])
    for (let length = row.length; length >= 4; length--)
      for (let from = 0; from + length <= row.length; from++) rest = rest.replaceAll(row.slice(from, from + length), ' ')
  return rest
}

function withoutRepetition(text: string): string {
  return /^(.+?)\1+$/u.exec(text)?.[1] ?? text
}
