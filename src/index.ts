/** The world in, an exit code out. */
import { realWorld } from './edge/world.ts'
import { run } from './main.ts'

const world = realWorld()
world.runner.exit((await run(world)) ? 0 : 1)
// a call that still hangs must not keep the run alive
process.exit()
