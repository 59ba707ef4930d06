/** `node dist/emulator/index.js`: the local ECS on the command line. */
import { parseOptions } from './options.ts'
import { startServer } from './server.ts'

try {
  const options = parseOptions(process.argv.slice(2))
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
} catch (error) {
  process.stderr.write(`local ECS: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
