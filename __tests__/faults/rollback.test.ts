/** One thing goes wrong at one place of a rollback. Most calls are those of a deploy, so the kinds are fewer. */
import { singleFaults } from './battery.ts'
import { KINDS } from './kinds.ts'
import { ROLLBACK } from './sites.ts'

singleFaults(
  'rollback',
  ROLLBACK,
  KINDS.filter(({ core }) => core),
)
