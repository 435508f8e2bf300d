import { expect, test } from 'vitest'
import { writtenBy } from '../../src/crawlers/written-by-script.ts'

test.each([
  ['a literal', 'document.write("<b>年报</b>")', '<b>年报</b>'],
  [
    'literals and variables joined',
    'var t = "年报"; var u = \'a.html\';\ndocument.write("<a href=\\"" + u + "\\">" + t + "<\\/a>");',
    '<a href="a.html">年报</a>',
  ],
  [
    'one line after the other',
    'document.writeln("<ul>");document.writeln("<li>年报</li>");document.writeln("</ul>")',
    '<ul>\n<li>年报</li>\n</ul>',
  ],
  [
    'the whole of a title that is cut where it is long',
    'var str="政府信息公开年报";if(str.length>4) document.write(str.substring(0,4)+"…");else document.write(str);',
    '政府信息公开年报',
  ],
  ['escapes', 'document.write("\\u5e74\\x41\\n")', '年A\n'],
  ['a comment', '// document.write("x")\ndocument.write("y") /* document.write("z") */', 'y'],
  ['a loop', 'for (var i = 0; i < 3; i++) document.write("x")', null],
  ['a function', 'function f() { document.write("x") }', null],
  ['a variable that is not known', 'document.write("<a>" + title + "</a>")', null],
  ['nothing', 'var a = 1', null],
])('%s', (_, code, written) => {
  expect(writtenBy(code)).toBe(written)
})
