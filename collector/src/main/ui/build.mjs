// Builds the page into the collector's resources.
//   node build.mjs           write the built files
//   node build.mjs --check   compare with the committed ones; exit 1 where they differ
//   node build.mjs --tests   bundle test/*.test.ts into target/ for node's test runner
import { build } from 'esbuild'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '../resources/io/vedette/collector/page')

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: 'utf8',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
}

/** What is built into page.js and page.css, with the terms it comes under. */
async function licenses() {
  const names = ['preact', '@preact/signals', '@preact/signals-core', 'uplot']
  const texts = names.map(async (name) => {
    const folder = join(here, 'node_modules', name)
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    return `${name} ${version}\n\n${(await readFile(join(folder, 'LICENSE'), 'utf8')).trim()}\n`
  })
  return (await Promise.all(texts)).join('\n----\n\n')
}

/** The files of the page by name, as they are to be served. */
async function page() {
  const result = await build({
    ...common,
    entryPoints: { page: 'src/main.tsx' },
    outdir: target,
    write: false,
    format: 'iife',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    minify: true,
    legalComments: 'none',
  })
  const files = new Map(result.outputFiles.map((file) => [file.path.slice(target.length + 1), file.text]))
  files.set('licenses.txt', await licenses())
  for (const name of ['index.html', 'favicon.svg']) files.set(name, await readFile(join(here, 'src', name), 'utf8'))
  return files
}

async function tests() {
  const names = (await readdir(join(here, 'test'))).filter((name) => name.endsWith('.test.ts'))
  await build({
    ...common,
    entryPoints: names.map((name) => join('test', name)),
    outdir: join(here, 'target'),
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
}

async function check() {
  let stale = 0
  for (const [name, text] of await page()) {
    const committed = await readFile(join(target, name), 'utf8').catch(() => '')
    if (committed !== text) {
      console.error(`${name} is not what the sources build: run mvn -Pui -pl collector -am compile and commit it`)
      stale++
    }
  }
  if (stale > 0) process.exit(1)
  console.log('the committed page is what its sources build')
}

if (process.argv.includes('--tests')) await tests()
else if (process.argv.includes('--check')) await check()
else {
  await mkdir(target, { recursive: true })
  for (const [name, text] of await page()) {
    await writeFile(join(target, name), text)
    console.log(`${name} ${(Buffer.byteLength(text) / 1000).toFixed(1)} kB`)
  }
}
