import { saidInChinese } from '../model/crawl-words.ts'
import type { Language } from './language.ts'

/** What a record of a crawl says, in the language of the reader; what has no Chinese sentence stays in English. */
export function crawlSentence(text: string, language: Language): string {
  return language === 'zh' ? (saidInChinese(text) ?? text) : text
}
