/** The tests that are known to fail: those that docs/fidelity.md lists, each with its reason. */

import { readFileSync } from 'node:fs'

const heading = "## The SDKs' own tests"

/** Read the patterns of a suite from its rows, `| Suite | \`pattern\` … | why |`; `*` stands for anything. */
function listedFailures(suite: string): RegExp[] {
  const [, section = ''] = readFileSync('docs/fidelity.md', 'utf8').split(`${heading}\n`)
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith(`| ${suite} |`))
  return rows
    .flatMap((row) =>
      [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, pattern]) => pattern ?? ''),
    )
    .map((pattern) => new RegExp(`^${pattern.replace(/[[\]()]/g, '\\$&').replaceAll('*', '.*')}$`))
}

/** @throws Error when another test failed than those that are listed, or a listed one did not */
export function compare(
  suite: string,
  { passed, failed }: { passed: string[]; failed: Map<string, string> },
) {
  const listed = listedFailures(suite)
  const isListed = (test: string) => listed.some((pattern) => pattern.test(test))
  const unexpected = [...failed].filter(([test]) => !isListed(test))
  const idle = listed.filter((pattern) => ![...failed.keys()].some((test) => pattern.test(test)))
  const total = passed.length + failed.size
  console.log(`${suite}: ${passed.length} of ${total} tests pass, ${failed.size} fail`)
  if (total === 0) throw new Error(`${suite}: no test was found`)
  const problems = [
    ...unexpected.map(([test, why]) => `${suite}: ${test} fails: ${why}`),
    ...idle.map((pattern) => `${suite}: nothing fails that is listed as ${pattern.source}`),
  ]
  if (problems.length) throw new Error(problems.join('\n'))
}
