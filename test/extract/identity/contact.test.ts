import { expect, test } from 'vitest'
import { findContact } from '../../../src/extract/identity/contact.ts'

const NONE = { address: null, zip: null, phone: null, fax: null, email: null }
const cases = [
  [
    '如对本报告有疑问，请与青禾县水务局联系（地址：青禾县清河路8号；邮编：123456；电话：0123-4567890；邮箱：slj@example.cn）。',
    { address: '青禾县清河路8号', zip: '123456', phone: '0123-4567890', fax: null, email: 'slj@example.cn' },
  ],
  [
    '联系地址:青禾县清河路8号，邮政编码：123456，联系电话：0123—4567890，传真：0123—4567891，电子邮箱：slj@example.cn。',
    { address: '青禾县清河路8号', zip: '123456', phone: '0123—4567890', fax: '0123—4567891', email: 'slj@example.cn' },
  ],
  [
    '请与本机关联系，办公地址：青禾县清河路8号，行政中心3号楼401室，邮编123456，电话（传真）：0123-4567890。',
    { address: '青禾县清河路8号,行政中心3号楼401室', zip: '123456', phone: '0123-4567890', fax: '0123-4567890', email: null },
  ],
  [
    '联系电话/传真：0123-4567890，地址：青禾县清河路8号',
    { ...NONE, address: '青禾县清河路8号', phone: '0123-4567890', fax: '0123-4567890' },
  ],
  ['地址:地址:山南省青禾县清河路8号，邮编：123456。', { ...NONE, address: '山南省青禾县清河路8号', zip: '123456' }],
  [
    '地　址：青禾县清河路８号\n邮　编：１２３４５６\n电　话：０１２３－４５６７８９０',
    { ...NONE, address: '青禾县清河路8号', zip: '123456', phone: '0123-4567890' },
  ],
  [
    '通讯地址：青禾县清河路8号（县行政中心西侧），邮编：123456',
    { ...NONE, address: '青禾县清河路8号(县行政中心西侧)', zip: '123456' },
  ],
  ['如有疑问，请联系我局，电话：（0123）4567890。', { ...NONE, phone: '(0123)4567890' }],
  ['如有疑问，可致电县政府信息公开办公室，电话：0123-4567890。', { ...NONE, phone: '0123-4567890' }],
  ['联系方式：0123-4567890，E-mail：slj@example.cn', { ...NONE, phone: '0123-4567890', email: 'slj@example.cn' }],
  ['请与县水务局联系（电话：0123-4567890、4567891）。', { ...NONE, phone: '0123-4567890、4567891' }],
  ['请与县水务局联系（地址：青禾县清河路8号，邮编：，电话：）。', { ...NONE, address: '青禾县清河路8号' }],
] as const

test.each(cases)('%s', (text, expected) => {
  expect(findContact([text])).toEqual(expected)
})

const none = [
  '12345热线电话受理群众诉求320件，接听率98%。',
  '公布举报电话、通信地址和电子邮箱，畅通监督渠道。',
  '新增申请人地址核验功能，接听咨询电话1200次。',
  '本报告电子版可在网站地址：http://www.example.cn 下载。',
  '',
]
test.each(none)('no contact: %s', (text) => {
  expect(findContact([text])).toBeNull()
})

test('the opening is asked before the sections', () => {
  const contact = findContact(['请与我局联系，电话：0123-1111111。', '监督电话：0123-2222222，邮编：123456。'])
  expect(contact?.phone).toBe('0123-1111111')
})
