import { articlePage, listPage, type Routes } from '../../crawlers/serve.ts'
import { reportBody } from './report-body.ts'

export const REPORTS = [2025, 2024, 2023].map((year) => ({
  year,
  path: `/nb/${year + 1}01/t${year + 1}0120_${year}.html`,
  title: `示例区财政局${year}年政府信息公开工作年度报告`,
}))

/** wall.test: one body with three reports, behind whatever the tests put in front of it. */
export function wallRoutes(): Routes {
  return {
    '/nb/': listPage(REPORTS.map(({ path, title, year }) => [path, title, `${year + 1}-01-20`])),
    ...Object.fromEntries(REPORTS.map(({ path, title, year }) => [path, articlePage(title, reportBody('示例区财政局', year))])),
  }
}
