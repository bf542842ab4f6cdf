/** The pages lead to one another, and to files that are there. */

import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import t from 'tap'
import { root } from '../helpers/bundle.js'
import { anchorsOf, blocksOf, pages, withoutBlocks } from './pages.js'

/** How large the README may be, in bytes. */
const MAX_README_BYTES = 10_240

const anchors = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]))

for (const { path, text } of pages)
  t.test(`the links of ${path}`, async (t) => {
    const links = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    for (const link of links) {
      if (/^https?:/.test(link)) continue
      const [file, anchor] = link.split('#')
      const target = file ? posix.join(posix.dirname(path), file) : path
      t.ok(existsSync(`${root}${target}`), `${link} leads to a file`)
      if (anchor !== undefined) t.ok(anchors.get(target)?.has(anchor), `${link} leads to a heading`)
    }
  })

t.test('every page can be reached from the README', async (t) => {
  const readme = pages[0]?.text ?? ''
  for (const { path } of pages.slice(1)) t.ok(readme.includes(`(${path}`), path)
})

t.test('the README is short', async (t) => {
  t.ok(Buffer.byteLength(pages[0]?.text ?? '') <= MAX_README_BYTES)
})

t.test('each page begins with a thing to do', async (t) => {
  for (const { path, text } of pages) {
    const beforeFirstBlock = text.split('\n```', 1)[0] ?? ''
    t.ok(blocksOf(text).length > 0 && beforeFirstBlock.split('\n').length <= 14, path)
  }
})
