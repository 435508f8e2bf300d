/** Tables as pages of portals break them. What a browser makes of each is kept in `malformed-tables.golden.json`. */
export const MALFORMED_TABLES: Readonly<Record<string, string>> = {
  'cells without end tags': '<table><tr><td>甲<td>1<td>2<tr><td>乙<td>3<td>4</table>',
  'rows without end tags': '<table><tr><td>甲</td><td>1</td><tr><td>乙</td><td>2</td></table>',
  'cells without rows': '<table><td>甲</td><td>1</td></table>',
  'cells without rows, then a row': '<table><td>甲</td><td>1</td><tr><td>乙</td><td>2</td></tr></table>',
  'no end tag of the table': '<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>',
  'text between the cells': '<table><tr><td>甲</td>夹<td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'text between the rows': '<p>前</p><table><tr><td>甲</td><td>1</td></tr>夹<tr><td>乙</td><td>2</td></tr></table><p>后</p>',
  'a paragraph between the rows': '<table><tr><td>甲</td><td>1</td></tr><p>夹</p><tr><td>乙</td><td>2</td></tr></table>',
  'a div between the rows': '<table><tr><td>甲</td><td>1</td></tr><div>夹</div><tr><td>乙</td><td>2</td></tr></table>',
  'a div around rows': '<table><div><tr><td>甲</td><td>1</td></tr></div><tr><td>乙</td><td>2</td></tr></table>',
  'a form around rows': '<table><form><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></form></table>',
  'a span around cells': '<table><tr><span><td>甲</td><td>1</td></span></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a stray end of a table inside a cell': '<table><tr><td>甲</table></td><td>1</td></tr></table><p>后</p>',
  'a second end of the table': '<table><tr><td>甲</td><td>1</td></tr></table></table><p>后</p>',
  'an end of a row too many': '<table><tr><td>甲</td><td>1</td></tr></tr><tr><td>乙</td><td>2</td></tr></table>',
  'an end of a cell too many': '<table><tr><td>甲</td></td><td>1</td></tr><tr><td>乙</td></td><td>2</td></tr></table>',
  'an end of a header cell for a cell': '<table><tr><td>甲</th><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a row inside a cell': '<table><tr><td>甲<tr><td>乙</td><td>2</td></tr></td></tr></table>',
  'a cell inside a paragraph': '<table><tr><td><p>甲<td><p>1</tr><tr><td><p>乙<td><p>2</tr></table>',
  'a div left open in a cell': '<table><tr><td><div>甲</td><td><div>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a div closed that was not opened':
    '<table><tr><td>甲</div></td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table><p>后</p>',
  'a span left open over cells': '<table><tr><td><span>甲</td><td>1</span></td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'bold left open over cells': '<table><tr><td><b>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table><p>后</p>',
  'a table directly in a row': '<table><tr><table><tr><td>甲</td><td>1</td></tr></table></tr></table>',
  'a table directly in a table': '<table><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></table>',
  'a table in a paragraph': '<p>前<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>后</p>',
  'a table in a span': '<span>前<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>后</span>',
  'a nested table':
    '<table><tr><td>前</td><td><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></td></tr></table>',
  'a nested table without its end':
    '<table><tr><td><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></td></tr></table><p>后</p>',
  'rowspan 0': '<table><tr><td rowspan="0">组</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>',
  'rowspan 0 in a row group':
    '<table><tbody><tr><td rowspan="0">组</td><td>1</td></tr><tr><td>2</td></tr></tbody><tbody><tr><td>乙</td><td>3</td></tr></tbody></table>',
  'rowspan past the end': '<table><tr><td rowspan="9">组</td><td>1</td></tr><tr><td>2</td></tr></table>',
  'rowspan past the row group':
    '<table><thead><tr><td rowspan="3">组</td><td>栏</td></tr></thead><tbody><tr><td>甲</td><td>1</td></tr></tbody></table>',
  'colspan 0': '<table><tr><td colspan="0">甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'colspan past the end': '<table><tr><td colspan="9">题</td></tr><tr><td>甲</td><td>1</td></tr></table>',
  'colspan that is no number': '<table><tr><td colspan="two">甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a span with a unit': '<table><tr><td colspan="2px">题</td></tr><tr><td>甲</td><td>1</td></tr></table>',
  'a negative span': '<table><tr><td colspan="-2">甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a span beyond a thousand': '<table><tr><td colspan="2000">题</td></tr><tr><td>甲</td><td>1</td></tr></table>',
  'spans that overlap':
    '<table><tr><td rowspan="2">甲</td><td>1</td></tr><tr><td colspan="2">2</td></tr><tr><td>乙</td><td>3</td><td>4</td></tr></table>',
  'a row shorter than others': '<table><tr><td>甲</td><td>1</td><td>2</td></tr><tr><td>乙</td><td>3</td></tr></table>',
  'an empty row': '<table><tr><td>甲</td><td>1</td></tr><tr></tr><tr><td>乙</td><td>2</td></tr></table>',
  'an empty table': '<p>前</p><table></table><p>后</p>',
  'no-break spaces only': '<table><tr><td>甲</td><td>&nbsp;</td></tr><tr><td>&nbsp;</td><td>2</td></tr></table>',
  'values set apart by br': '<table><tr><td>甲<br>乙</td><td>1<br>2</td></tr><tr><td>丙</td><td>3</td></tr></table>',
  'a caption with text': '<table><caption>题<tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'column elements':
    '<table><colgroup><col><col></colgroup><col><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a foot before the body':
    '<table><tfoot><tr><td>合计</td><td>3</td></tr></tfoot><tbody><tr><td>甲</td><td>1</td></tr></tbody></table>',
  'cells directly in a body': '<table><tbody><td>甲</td><td>1</td></tbody><tbody><tr><td>乙</td><td>2</td></tr></tbody></table>',
  'a comment inside':
    '<table><!-- <tr><td>旧</td></tr> --><tr><td>甲<!-- 旧 --></td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'conditional comments of Word':
    '<table><![if !supportMisalignedRows]><tr height=0><td width=1></td><td></td></tr><![endif]><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a hidden conditional comment':
    '<table><!--[if gte mso 9]><tr><td>旧</td></tr><![endif]--><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a comment that is not closed in time': '<table><tr><td>甲<!-- > --></td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a comment closed by --!>': '<table><tr><td>甲<!-- 旧 --!></td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'an empty comment': '<table><tr><td>甲<!--></td><td>1</td></tr><tr><td>乙<!---></td><td>2</td></tr></table>',
  'elements of Word':
    '<table><tr><td><o:p>甲</o:p></td><td><st1:chsdate w:st="on">1</st1:chsdate></td></tr><tr><td>乙</td><td>2<o:p></o:p></td></tr></table>',
  'a declaration of Word':
    '<table><tr><?xml:namespace prefix = o /><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'attributes without quotes':
    '<table border=1 width=100%><tr><td colspan=2 align=center>题</td></tr><tr><td>甲</td><td>1</td></tr></table>',
  'an attribute twice': '<table><tr><td colspan="2" colspan="1">题</td></tr><tr><td>甲</td><td>1</td></tr></table>',
  'a quote too many': '<table><tr><td class="a"">甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'tags in capitals': '<TABLE><TR><TD ROWSPAN=2>组</TD><TD>1</TD></TR><TR><TD>2</TD></TR></TABLE>',
  'self-closing cells': '<table><tr><td/>甲<td/>1</tr><tr><td>乙</td><td>2</td></tr></table>',
  'a heading in a cell': '<table><tr><td><h3>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a list in a cell': '<table><tr><td><ul><li>甲<li>乙</td><td>1</td></tr><tr><td>丙</td><td>2</td></tr></table>',
  'a link left open': '<table><tr><td><a href="x">甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a script between rows':
    '<table><tr><td>甲</td><td>1</td></tr><script>var a = "<tr><td>旧</td></tr>"</script><tr><td>乙</td><td>2</td></tr></table>',
  'a style between rows':
    '<table><style>td { color: red }</style><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a field between rows':
    '<table><tr><td>甲</td><td>1</td></tr><input type="hidden" value="旧"><tr><td>乙</td><td>2</td></tr></table>',
  'a select in a cell':
    '<table><tr><td>甲</td><td><select><option>旧</option></select>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a paragraph closed by a table that a cell ends':
    '<table><tr><td><p>甲<table><tr><td>子</td><td>9</td></tr></table></p></td><td>1</td></tr></table>',
  'an end of the body inside': '<table><tr><td>甲</body></td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a body tag inside': '<table><tr><td>甲</td><body><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'an end of html before more rows': '<table><tr><td>甲</td><td>1</td></tr></html><tr><td>乙</td><td>2</td></tr></table>',
  'text directly in the table': '<table>夹<tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a break between rows': '<table><tr><td>甲</td><td>1</td></tr><br><tr><td>乙</td><td>2</td></tr></table>',
  'an end of a paragraph between rows': '<table><tr><td>甲</td><td>1</td></tr></p><tr><td>乙</td><td>2</td></tr></table>',
  'an entity without its semicolon': '<table><tr><td>甲&nbsp</td><td>1&nbsp2</td></tr><tr><td>乙</td><td>&#50</td></tr></table>',
  'a less-than sign as text': '<table><tr><td>甲 < 乙</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>',
  'a cut tag at the end': '<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></tabl',
  'a centre element around rows': '<table><center><tr><td>甲</td><td>1</td></tr></center><tr><td>乙</td><td>2</td></tr></table>',
  'font elements across cells':
    '<font><table><tr><td><font>甲</td><td>1</font></td></tr><tr><td>乙</td><td>2</td></tr></table></font>',
}
