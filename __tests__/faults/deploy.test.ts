/** One thing goes wrong at one place of a deploy: every place, everything that can go wrong there. */
import { singleFaults } from './battery.ts'
import { KINDS } from './kinds.ts'
import { DEPLOY } from './sites.ts'

singleFaults('deploy', DEPLOY, KINDS)
