/** Every place at which a run asks AWS something, in the order of the run: an operation, and how many calls of it come before. */
export interface Site {
  readonly name: string
  readonly operation: string
  readonly before: number
  readonly part: Part
}

/**
 * What the call is for. `look`: before anything was changed. `image`: the registry. `register`, `update`: the two writes to ECS.
 * `api`: the service-deployments API, which a role may lack. `watch`: any other call once the rollout goes on.
 */
export type Part = 'look' | 'image' | 'register' | 'update' | 'api' | 'watch'

const site = (part: Part, name: string, operation: string, before = 0): Site => ({ part, name, operation, before })

export const DEPLOY: readonly Site[] = [
  site('look', 'the service', 'DescribeServices'),
  site('look', 'its revision', 'DescribeTaskDefinition'),
  site('image', 'the login', 'GetAuthorizationToken'),
  site('image', 'an image of this recipe', 'BatchGetImage'),
  site('image', 'the pushed image', 'BatchGetImage', 1),
  site('image', 'the commit’s name', 'PutImage'),
  site('image', 'the version with the commit', 'PutImage', 1),
  site('image', 'the plain version', 'PutImage', 2),
  site('look', 'whether tasks may be listed', 'ListTasks'),
  site('look', 'whether tasks may be described', 'DescribeTasks'),
  site('look', 'the service at its turn', 'DescribeServices', 1),
  site('look', 'its revision at its turn', 'DescribeTaskDefinition', 1),
  site('api', 'earlier deployments', 'ListServiceDeployments'),
  site('register', 'the revision', 'RegisterTaskDefinition'),
  site('update', 'the update', 'UpdateService'),
  site('api', 'the first poll of it', 'DescribeServiceDeployments'),
  site('api', 'what it wants', 'DescribeServiceRevisions'),
  site('api', 'the second poll of it', 'DescribeServiceDeployments', 1),
  site('watch', 'the service in the end', 'DescribeServices', 2),
  site('watch', 'the list of tasks', 'ListTasks', 1),
  site('watch', 'the tasks', 'DescribeTasks', 1),
]

export const ROLLBACK: readonly Site[] = [
  site('look', 'the service', 'DescribeServices'),
  site('look', 'its revision', 'DescribeTaskDefinition'),
  site('look', 'successful deployments', 'ListServiceDeployments'),
  site('look', 'how they ended', 'DescribeServiceDeployments'),
  site('look', 'what they wanted', 'DescribeServiceRevisions'),
  site('look', 'their revisions', 'DescribeTaskDefinition', 1),
  site('image', 'their images', 'BatchGetImage'),
  site('look', 'whether tasks may be listed', 'ListTasks'),
  site('look', 'whether tasks may be described', 'DescribeTasks'),
  site('look', 'the service at its turn', 'DescribeServices', 1),
  site('api', 'earlier deployments', 'ListServiceDeployments', 1),
  site('update', 'the update', 'UpdateService'),
  site('api', 'the first poll of it', 'DescribeServiceDeployments', 1),
  site('api', 'what it wants', 'DescribeServiceRevisions', 1),
  site('watch', 'the service in the end', 'DescribeServices', 2),
  site('watch', 'the list of tasks', 'ListTasks', 1),
  site('watch', 'the tasks', 'DescribeTasks', 1),
]

/** The site at which the nth call of a run is made; polls after the first belong to the same site. */
export function siteOf(sites: readonly Site[], operations: readonly string[], nth: number): Site | undefined {
  const operation = operations[nth]
  const before = operations.slice(0, nth).filter(each => each === operation).length
  return sites.findLast(each => each.operation === operation && each.before <= before)
}
