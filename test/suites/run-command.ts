import { spawn } from 'node:child_process'

/** Run a program to its end. @returns its exit code, and what it wrote, errors included */
export function runCommand(
  file: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** Run a program that must succeed. @returns what it wrote @throws Error with that */
export async function mustRun(...command: Parameters<typeof runCommand>): Promise<string> {
  const { code, output } = await runCommand(...command)
  if (code !== 0) throw new Error(`${command[0]} ${command[1].join(' ')} ended with ${code}:\n${output}`)
  return output
}
