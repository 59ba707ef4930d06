/** Which permissions a call needs: actions on resources, as AWS's service authorization reference lists them. */
import { serviceNamed } from '../services/index.ts'
import type { World } from '../world.ts'
import type { Input } from './input.ts'
import type { Need } from './need.ts'
import { on } from './need.ts'

/** Never refuses: input may still be nonsense. */
export const needsOf = (world: World, service: string, operation: string, input: Input): Need[] =>
  serviceNamed(service)?.needs?.(world, operation, input) ?? on(service, operation, ['*'])
