import { page } from '../../../page.ts'
import { required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import { askPublic, isPublic } from '../public-parameters.ts'
import { showParameter } from '../show-parameter.ts'

interface Input {
  Path?: string
  Recursive?: boolean
  WithDecryption?: boolean
  MaxResults?: number
  NextToken?: string
}

export async function getParametersByPath(room: Room, input: Input): Promise<object> {
  const { world } = room
  const path = `${required(input.Path, 'Path').replace(/\/$/, '')}/`
  const behind = isPublic(path) ? await askPublic<object>(room, 'GetParametersByPath', input) : undefined
  if (behind !== undefined) return behind
  const found = Object.values(world.parameters)
    .filter(({ name }) => name.startsWith(path) && (input.Recursive || !name.slice(path.length).includes('/')))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, nextToken } = page(
    found,
    { maxResults: input.MaxResults, nextToken: input.NextToken },
    { standard: 10, most: 10 },
  )
  return {
    Parameters: items.map(parameter => showParameter(world, parameter, input.WithDecryption)),
    NextToken: nextToken,
  }
}
