#!/usr/bin/env node
/** `local-ecs`, `node dist/emulator/index.js`: the local ECS on the command line. */
import { setFlagsFromString } from 'node:v8'
import { type Command, parseCommand } from './command-line.ts'
import type { Options } from './options.ts'
import { startServer } from './server.ts'

// it stands beside the tests that it is for: V8's own growth lets the heap become three times what is in use
setFlagsFromString('--heap-growing-percent=40')

async function start(options: Options): Promise<void> {
  const emulator = await startServer(options)
  process.stdout.write(`${JSON.stringify({ endpoint: emulator.url, ...options, port: emulator.port })}\n`)
  let closing = false
  const close = (): void => {
    if (closing) return
    closing = true
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`local ECS: ${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', close)
  process.on('SIGINT', close)
}

try {
  const command: Command = parseCommand(process.argv.slice(2), process.env)
  if (command.kind === 'say') process.stdout.write(command.text)
  else await start(command.options)
} catch (error) {
  process.stderr.write(`local ECS: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
