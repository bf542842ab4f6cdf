/**
 * Bundles src/ and the packages it imports into dist/bundle, which is what the package ships and `npm start` runs:
 * one file starts twice as fast as the 600 it is made of. Does nothing when nothing has changed since.
 *
 *   node .build/build.mjs             the bundle
 *   node .build/build.mjs --types     and the declarations of the package
 *   node .build/build.mjs --watch …   and at every change again, with Greenroom running
 */

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const output = join(root, 'dist/bundle')

/** Loaded from node_modules where it runs: it has a native part. */
const external = ['better-sqlite3']

/** What a bundle of the other kind of module lacks. */
const moduleGlobals = [
  `import { createRequire as createRequireOfBundle } from 'node:module'`,
  `import { fileURLToPath as pathOfBundle } from 'node:url'`,
  'const require = createRequireOfBundle(import.meta.url)',
  `const __dirname = pathOfBundle(new URL('.', import.meta.url))`,
].join('\n')
const scriptGlobals = `const urlOfBundle = require('node:url').pathToFileURL(__filename).href`

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  outdir: output,
  external,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
}
/** Rarely used parts, such as the OpenAPI documents, are files of their own that are loaded at first use. */
const asModules = {
  ...common,
  entryPoints: { main: '.build/entry.mjs', index: 'src/index.ts' },
  format: 'esm',
  splitting: true,
  banner: { js: moduleGlobals },
}
/** For `require('greenroom')`. */
const asScript = {
  ...common,
  entryPoints: { index: 'src/index.ts' },
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  define: { 'import.meta.url': 'urlOfBundle' },
  banner: { js: scriptGlobals },
}

/** The page for people. */
const asConsole = {
  absWorkingDir: root,
  entryPoints: [
    { in: 'src/console/main.tsx', out: 'main' },
    { in: 'src/console/style.css', out: 'style' },
    { in: 'src/console/watch/main.ts', out: 'watch' },
    { in: 'src/console/watch/style.css', out: 'watch' },
  ],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  tsconfig: 'src/console/tsconfig.json',
  outdir: join(output, 'console'),
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
}

/** The licences of the packages that were bundled. */
function writeLicenses({ inputs }) {
  const folders = Object.keys(inputs).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
  )
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each))
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licensed as ${license}.`
    return `${name} ${version}\n\n${text}\n`
  })
  writeFileSync(join(output, 'LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`))
}

async function bundle() {
  const { build } = await import('esbuild')
  rmSync(output, { recursive: true, force: true })
  const [{ metafile }, { metafile: page }] = await Promise.all([
    build(asModules),
    build(asConsole),
    build(asScript),
  ])
  for (const name of ['index.html', 'icon.svg'])
    cpSync(join(root, 'src/console', name), join(output, 'console', name))
  writeLicenses({ inputs: { ...metafile.inputs, ...page.inputs } })
}

/** One file of types that names no package but Node's own types, the same for `import` and `require`. */
async function writeTypes() {
  const [{ rollup }, { dts }] = await Promise.all([import('rollup'), import('rollup-plugin-dts')])
  const stubs = {
    fastify: 'package-types.d.ts',
    pino: 'package-types.d.ts',
    'better-sqlite3': 'package-types.d.ts',
  }
  const bundled = await rollup({
    input: join(root, 'src/index.ts'),
    external: [/^node:/, ...builtinModules],
    plugins: [
      {
        name: 'stubs',
        resolveId: (id) => (Object.hasOwn(stubs, id) ? join(root, '.build', stubs[id]) : null),
      },
      dts({ tsconfig: join(root, 'tsconfig.json'), includeExternal: ['@sinclair/typebox'] }),
    ],
  })
  for (const name of ['index.d.ts', 'index.d.cts'])
    await bundled.write({ file: join(output, name), format: 'es' })
}

function* filesUnder(path) {
  if (!statSync(path).isDirectory()) yield path
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}

/** A digest of what the build depends on, by size and time of change. */
function stampOf(...paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((each) => [...filesUnder(join(root, each))])) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** Run a step unless its stamp says that nothing has changed. */
async function unlessDone(made, stamp, run) {
  const file = join(root, 'dist', `.${made}.stamp`)
  if (existsSync(join(output, made)) && existsSync(file) && readFileSync(file, 'utf8') === stamp) return
  await run()
  writeFileSync(file, stamp)
}

const stamp = stampOf('src', '.build', 'package.json', 'package-lock.json', 'tsconfig.json')
await unlessDone('main.js', stamp, bundle)
if (process.argv.includes('--types')) await unlessDone('index.d.ts', stamp, writeTypes)
if (process.argv.includes('--watch')) {
  const { context } = await import('esbuild')
  await (await context(asModules)).watch()
  const args = ['--watch', '--watch-preserve-output', join(output, 'main.js'), ...process.argv.slice(3)]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
