/** The world in, an exit code out. */
import { realWorld } from './edge/world.ts'
import { run } from './main.ts'

const world = realWorld()
// its message may hold anything, and nothing is left that would hide it
const good = await run(world).catch((error: unknown) => {
  console.log(
    `::error::Evenkeel itself broke (${error instanceof Error ? error.name : typeof error}). Please report it.`,
  )
  return false
})
world.runner.exit(good ? 0 : 1)
// a call that still hangs must not keep the run alive
process.exit()
