#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { CRAWLS_AT_ONCE } from '../jobs/crawls-at-once.ts'
import { PAPER_KINDS } from '../model/paper.ts'
import { reportFailure } from './failure.ts'

// Each command's code is loaded when it runs, and kept compiled for the next time, so that `gouji check` starts in a fraction of a second.
enableCompileCache()
const program = new Command('gouji')
  .description('勾稽 Gouji: collects, reads and cross-checks 政府信息公开工作年度报告')
  .option('--debug', 'show stack traces')
  .showHelpAfterError('(gouji COMMAND --help shows the options)')
  // Wrong use is status 2; 1 is kept for reports with an error.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))

const formats = (...choices: string[]) => new Option('--format <format>', 'output').choices(choices).default(choices[0])

program
  .command('start')
  .description('set up, crawl the portals, extract, check, print the summary, serve the review pages')
  .option('--once', 'end after the summary')
  .option('--portals <file>', 'portals file; without it the bundled sample portals are served and crawled')
  .option('--night <n>', 'night of the bundled sample: 1, or 2 when reports have been corrected and added', wholeNumber)
  .action(async (options) => (await import('./start.ts')).run(options))

program
  .command('check <file...>')
  .description('read reports and say what is wrong with them; no database')
  .addOption(formats('text', 'json', 'html'))
  .option('--previous <file>', "last year's report of the same body, for comparisons between the years")
  .option('--out <file>', 'write to this file, in UTF-8, instead of printing')
  .action(async (files, options) => (await import('./check.ts')).run(files, options))

program
  .command('extract <file...>')
  .description('read reports into JSON lines; no database')
  .addOption(formats('json', 'text'))
  .action(async (files, options) => (await import('./extract.ts')).run(files, options))

program
  .command('rules [id]')
  .description('list the rules, or explain one')
  .addOption(formats('text', 'json'))
  .action(async (id, options) => (await import('./rules.ts')).run(id, options))

program
  .command('explain <file> [cell...]')
  .description(
    'show how a cell was read: a key such as t3.granted.total or the labels of row and column; without one, the doubtful cells',
  )
  .addOption(formats('text', 'json'))
  .action(async (file, cell, options) => (await import('./explain.ts')).run(file, cell, options))

program
  .command('ingest <path...>')
  .description('take local files and folders through the same queues into the database')
  .option('--district <id>', 'district that the files belong to')
  .action(async (paths, options) => (await import('./ingest.ts')).run(paths, options))

program
  .command('crawl [portal]')
  .description('crawl all portals, or one, now')
  .option('--once', 'do the work in this process and end; without it the work is queued for the workers')
  .option('--portals <file>', 'import this portals file first')
  .action(async (portal, options) => (await import('./crawl.ts')).run(portal, options))

const runs = program
  .command('runs [id]')
  .description('list the latest runs, or print what one did, found and could not do')
  .addOption(formats('text', 'json'))
  .option('--limit <n>', 'how many of the latest', wholeNumber, 20)
  .action(async (id, options) => (await import('./runs.ts')).run(id, options))
runs
  .command('cancel <id>')
  .description('let a run ask nothing more: what it has fetched is read, then it ends as cancelled')
  .action(async (id) => (await import('./runs.ts')).cancel(id))
runs
  .command('resume <id>')
  .description('take up a cancelled run where it stopped')
  .action(async (id) => (await import('./runs.ts')).resume(id))

program
  .command('failed')
  .description('list what could not be done and has not been done since: documents, checks, filings, portals')
  .addOption(formats('text', 'json'))
  .action(async (options) => (await import('./failed.ts')).run(options))

program
  .command('retry [name...]')
  .description('try failed work again in a new run: all of it, or what is named as gouji failed names it')
  .action(async (names) => (await import('./failed.ts')).retry(names))

program
  .command('worker')
  .description('process jobs until stopped')
  .option('--queues <names>', 'comma-separated queues', 'crawl,extract,check,audit,release,notify,deliver,try,prune')
  .option('--concurrency <n>', 'jobs of one queue at once; files are read on all cores', wholeNumber, 2)
  .option('--crawls <n>', 'portals crawled at once; crawls mostly wait', wholeNumber, CRAWLS_AT_ONCE)
  .action(async (options) => (await import('./worker.ts')).run(options))

program
  .command('schedule')
  .description('start the nightly crawl by the clock (GOUJI_CRON, Asia/Shanghai) until stopped')
  .option('--portals <file>', 'import this portals file first')
  .action(async (options) => (await import('./schedule.ts')).run(options))

program
  .command('serve')
  .description('serve the review pages until stopped')
  .action(async () => (await import('./serve.ts')).run())

program
  .command('filings')
  .description('print who has published the report of a year, when, and what proves it')
  .option('--year <year>', 'reporting year; without it the newest one that is assessed', wholeNumber)
  .option('--district <id>', 'without it all districts')
  .option('--as-of <day>', 'what was known by the end of that day (YYYY-MM-DD), judged on that day')
  .addOption(formats('text', 'json', 'csv'))
  .action(async (options) => (await import('./filings.ts')).run(options))

program
  .command('evidence [report]')
  .description('write how a report came to us, or where it was looked for in vain, as a web archive (WACZ or WARC)')
  .option('--out <file>', 'file to write: NAME.wacz or NAME.warc.gz')
  .option('--authority <id>', 'in place of the number of a report: whose report')
  .option('--year <year>', 'with --authority: of which reporting year', wholeNumber)
  .action(async (report, options) =>
    (await import('./evidence.ts')).run(report === undefined ? undefined : wholeNumber(report), options),
  )

program
  .command('portals')
  .description('look at portals')
  .command('try <url>')
  .description(
    'look at a page as a crawl would: publishing system, columns, first entries and what they are judged to be, paging',
  )
  .option('--district <id>', 'compare names with the authorities of this district')
  .option('--portals <file>', 'take the district from this portals file, and save there, too')
  .option('--save', 'register the columns found, so that the next nightly crawl reads them')
  .option('--authorities', 'register the bodies that the page lists and the district does not know yet, as unverified')
  .option('--authority <id>', 'with --save: whose reports the column lists; without it everybody of the district')
  .option(
    '--instead-of <url>',
    'with --save: the registered column that moved here; it is marked so, and its bodies are those of the new one',
  )
  .option('--id <id>', 'with --save: id of the portal; without it made of its host')
  .option('--name <name>', 'with --save: name of the portal; without it what the page calls its site')
  .option('--sample', 'the page is served on this machine')
  .addOption(formats('text', 'json'))
  .action(async (url, options) => (await import('./portals-try.ts')).run(url, options))

const registry = program.command('registry').description('districts, authorities and columns as files')
registry
  .command('import <path...>')
  .description(
    'take over portals files (YAML) and tables (CSV), or folders of them; districts that they do not name stay as they are',
  )
  .option('--district <id>', 'only this one of the districts in the files')
  .action(async (paths, options) => (await import('./registry.ts')).importFiles(paths, options))
registry
  .command('export')
  .description('write what is registered: a portals file, or three tables')
  .addOption(formats('yaml', 'csv'))
  .option('--out <dir>', 'folder to write to; without it YAML is printed')
  .option('--district <id>', 'without it all districts')
  .action(async (options) => (await import('./registry.ts')).exportFiles(options))

program
  .command('notify')
  .description('show what became of the morning summaries sent by e-mail and to group robots')
  .option('--test', 'send a test message to every target of the settings; no database')
  .option('--retry', 'send again what has failed')
  .action(async (options) => (await import('./notify.ts')).run(options))

const accounts = program
  .command('accounts')
  .description('list who may use the review pages')
  .addOption(formats('text', 'json'))
  .action(async (options) => (await import('./accounts.ts')).list(options))
accounts
  .command('link')
  .description('print a one-time link by which the first administrator is created')
  .action(async () => (await import('./accounts.ts')).link())
accounts
  .command('invite <login>')
  .description('add an account and print the one-time link by which its person chooses a password')
  .requiredOption('--name <name>', 'how the person is called')
  .option('--role <role>', 'viewer, officer, supervisor or administrator', 'officer')
  .option('--district <id...>', 'districts that it is limited to; without it all')
  .action(async (login, options) => (await import('./accounts.ts')).invite(login, options))
accounts
  .command('role <login> <role>')
  .description('give an account another role')
  .option('--district <id...>', 'districts that it is limited to; without it all')
  .action(async (login, role, options) => (await import('./accounts.ts')).changeRole(login, role, options))
accounts
  .command('lock <login>')
  .description('sign somebody out everywhere and let them in no more')
  .action(async (login) => (await import('./accounts.ts')).lock(login))
accounts
  .command('unlock <login>')
  .description('let somebody in again')
  .action(async (login) => (await import('./accounts.ts')).unlock(login))
accounts
  .command('reset <login>')
  .description('print a one-time link by which somebody chooses a new password')
  .action(async (login) => (await import('./accounts.ts')).reset(login))
accounts
  .command('history [login]')
  .description('print what happened to accounts, the newest first (also with --format json)')
  .option('--limit <n>', 'how many of the latest', wholeNumber, 100)
  .action(async (login, _options, command: Command) => (await import('./accounts.ts')).history(login, command.optsWithGlobals()))

program
  .command('doctor')
  .description('look at everything an installation needs, and say what to do; exit status 0 all is well, 1 look at it, 2 broken')
  .addOption(formats('text', 'json'))
  .action(async (options) => (await import('./doctor/doctor.ts')).run(options))

program
  .command('backup <folder>')
  .description('write the database and its snapshots as a new backup into a folder of backups, while others work')
  .option('--keep <n>', 'remove all but the newest n backups afterwards', wholeNumber)
  .option('--verify', 'read one backup (its own folder) and compare it with its hashes; exit status 0 all is there, 1 not')
  .addOption(formats('text', 'json'))
  .action(async (folder, options) => (await import('./backup.ts')).run(folder, options))

program
  .command('restore <backup>')
  .description('put a backup into an empty database and its snapshots into the store')
  .addOption(formats('text', 'json'))
  .action(async (backup, options) => (await import('./restore.ts')).run(backup, options))

program
  .command('prune')
  .description(
    'delete now the old bookkeeping that GOUJI_KEEP_REQUESTS_DAYS and GOUJI_KEEP_RUNS_DAYS do not keep; never evidence',
  )
  .option('--dry-run', 'only show what would be deleted, by kind and year, and what was deleted before')
  .option('--requests-days <n>', 'with --dry-run: as if GOUJI_KEEP_REQUESTS_DAYS were this', wholeNumber)
  .option('--runs-days <n>', 'with --dry-run: as if GOUJI_KEEP_RUNS_DAYS were this', wholeNumber)
  .addOption(formats('text', 'json'))
  .action(async (options) => (await import('./prune.ts')).run(options))

program
  .command('migrate')
  .description('bring the database to the newest schema')
  .action(async () => (await import('./migrate.ts')).run())

program
  .command('release')
  .description('make a dataset release: tables as CSV, JSON Lines, Parquet and XLSX, with data package, codebook and changes')
  .option('--version <name>', 'such as 2025.1; left out: the latest reporting year and the next number')
  .option('--years <list>', 'reporting years, such as 2021-2023,2025; left out: all')
  .option('--districts <ids>', 'comma-separated ids of districts; left out: all')
  .option('--authorities <ids>', 'comma-separated ids of authorities; left out: all')
  .option('--format <names>', 'comma-separated formats', 'csv,jsonl,parquet,xlsx')
  .option('--bom', 'lead CSV files by a byte order mark, for Excel')
  .option('--exact-csv', 'leave text in CSV as it is that a spreadsheet would calculate')
  .option('--out <dir>', 'write a copy into this folder, which is no release: nobody else knows of it')
  .option('--queue <name>', 'let a worker make a release of everything under this version')
  .option('--open <version>', 'let accounts of some districts see a release, too')
  .option('--close <version>', 'let only accounts of all districts see it')
  .action(async (options) => (await import('./release.ts')).run(options))

program
  .command('papers')
  .description('write a paper that an office hands out, for an authority, a district or everything (docs/papers.md)')
  .addArgument(new Argument('<kind>', 'which paper').choices(PAPER_KINDS))
  .option('--year <year>', 'reporting year; without it the newest one that is registered', wholeNumber)
  .option('--district <id>', 'without it all districts')
  .option('--authority <id>', 'about this one authority')
  .option('--date <day>', 'day that the paper bears (YYYY-MM-DD); without it today')
  .option('--due <day>', 'notice: by when to rectify what has no date of its own (YYYY-MM-DD)')
  .option('--out <file>', 'without it a file named after the paper, here')
  .option('--template', 'notice, circular: write the template to change and keep as papers/KIND.docx in the data folder')
  .action(async (kind, options) => (await import('./papers.ts')).run(kind, options))

// Whoever reads our output may stop early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await program.parseAsync()
} catch (error) {
  reportFailure(error, program.opts()['debug'] === true)
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('give a whole number from 1.')
  return value
}
