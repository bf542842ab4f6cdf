/** A real encoder and a real player, where ffmpeg is installed. */

import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'

const isInstalled = () => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The option of a test that needs ffmpeg: the reason to skip it, or false. */
export const withoutFfmpeg: string | false = isInstalled() ? false : 'ffmpeg is not installed'

const run = promisify(execFile)

/** Run ffmpeg. @returns what it wrote, and the warnings and errors that it gave */
export async function ffmpeg(...args: string[]): Promise<{ stdout: string; warnings: string }> {
  const { stdout, stderr } = await run(
    'ffmpeg',
    ['-nostdin', '-hide_banner', '-v', 'warning', '-y', ...args],
    {
      maxBuffer: 64 * 2 ** 20,
      env: { ...process.env, http_proxy: '', no_proxy: '*' },
    },
  )
  return { stdout, warnings: stderr }
}

/** Decode pictures (`v`) or sound (`a`). @returns the digest of each frame, and the warnings */
export async function decode(input: string, kind: 'v' | 'a') {
  const { stdout, warnings } = await ffmpeg(
    ...['-i', input, '-map', `0:${kind}`, '-fps_mode', 'passthrough', '-f', 'framemd5', '-'],
  )
  const frames = stdout
    .split('\n')
    .flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.split(',').at(-1)?.trim() ?? '']))
  return { frames, warnings }
}
