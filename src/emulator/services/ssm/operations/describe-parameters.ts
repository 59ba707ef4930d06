import { page } from '../../../page.ts'
import { Refusal } from '../../../refusal.ts'
import { type Room, seconds } from '../../../room.ts'
import { parameterArn } from '../show-parameter.ts'
import type { Parameter } from '../state.ts'

interface Filter {
  Key?: string
  Option?: string
  Values?: string[]
}

interface Input {
  Filters?: Filter[]
  ParameterFilters?: Filter[]
  MaxResults?: number
  NextToken?: string
}

export function describeParameters({ world }: Room, input: Input) {
  const filters = [...(input.Filters ?? []), ...(input.ParameterFilters ?? [])]
  const found = Object.values(world.parameters)
    .filter(parameter => filters.every(filter => fits(filter, parameter)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, nextToken } = page(
    found,
    { maxResults: input.MaxResults, nextToken: input.NextToken },
    { standard: 50, most: 50 },
  )
  return {
    Parameters: items.map(parameter => ({
      Name: parameter.name,
      ARN: parameterArn(world, parameter.name),
      Type: parameter.type,
      KeyId: parameter.keyId,
      LastModifiedDate: seconds(parameter.at),
      LastModifiedUser: parameter.by,
      Description: parameter.description,
      AllowedPattern: parameter.allowedPattern,
      Version: parameter.version,
      Tier: parameter.tier,
      Policies: [],
      DataType: parameter.dataType,
    })),
    NextToken: nextToken,
  }
}

function fits({ Key = '', Option = 'Equals', Values = [] }: Filter, parameter: Parameter): boolean {
  const holds = (text: string): boolean =>
    Values.some(value =>
      Option === 'BeginsWith' ? text.startsWith(value) : Option === 'Contains' ? text.includes(value) : text === value,
    )
  if (Key === 'Name') return holds(parameter.name)
  if (Key === 'Type') return holds(parameter.type)
  if (Key === 'KeyId') return holds(parameter.keyId ?? '')
  if (Key === 'Tier') return holds(parameter.tier)
  if (Key === 'DataType') return holds(parameter.dataType)
  if (Key === 'Path') return Values.some(path => isUnder(path, parameter.name, Option === 'Recursive'))
  if (Key.startsWith('tag:')) {
    const tag = parameter.tags.find(one => one.Key === Key.slice(4))
    return tag !== undefined && (Values.length === 0 || holds(tag.Value))
  }
  throw new Refusal('InvalidFilterKey', `The local ECS does not know the filter key ${Key}.`)
}

function isUnder(path: string, name: string, recursive: boolean): boolean {
  const start = `${path.replace(/\/$/, '')}/`
  return name.startsWith(start) && (recursive || !name.slice(start.length).includes('/'))
}
