/** The pages of the documentation, and what the tests look for in them. */

import { readdirSync, readFileSync } from 'node:fs'
import { root } from '../helpers/bundle.js'

export interface Page {
  /** From the checkout's folder, such as `docs/api.md`. */
  path: string
  text: string
}

export const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

/** README.md first, then docs/ by name. */
export const pages: Page[] = [
  'README.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: read(path) }))

export interface Block {
  language: string
  code: string
}

/** The fenced blocks of code, in order. */
export const blocksOf = (text: string): Block[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({ language, code }))

export const withoutBlocks = (text: string) => text.replace(/^```(\w*)\n(.*?)^```$/gms, '')

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(text: string): Set<string> {
  const headings = [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** The cells of a page's table rows, header rows included. */
export const rowsOf = (text: string) =>
  withoutBlocks(text)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
    .map((cells) => cells.slice(1, -1))
