// What ECS adds to a task definition when it describes one, a row each. The provider levels most of it; what it does not
// level is under `needed`. Not here is what ECS only gives back as it was sent, such as the empty lists of the console
// (`links`, `devices`, `secretOptions`): the provider does not level those either, so a definition does not say them.

/** `add` for every container. */
const everywhere = add => definition => definition.containerDefinitions.forEach(add)
const fill = values => each => Object.assign(each, { ...structuredClone(values), ...each })
const within = (key, values) => everywhere(each => each[key] && fill(values)(each[key]))

export const added = {
  'cpu 0 of a container': everywhere(fill({ cpu: 0 })),
  'essential': everywhere(fill({ essential: true })),
  'empty lists of a container': everywhere(fill({ environment: [], mountPoints: [], volumesFrom: [], systemControls: [] })),
  'an empty list of ports': everywhere(fill({ portMappings: [] })),
  'an empty list of environment files': everywhere(fill({ environmentFiles: [] })),
  'an empty list of secrets': everywhere(fill({ secrets: [] })),
  'hostPort, which awsvpc sets to containerPort': everywhere(each => each.portMappings?.forEach(port => fill({ hostPort: port.containerPort })(port))),
  'protocol of a port': everywhere(each => each.portMappings?.forEach(fill({ protocol: 'tcp' }))),
  'times and tries of a health check': within('healthCheck', { interval: 30, timeout: 5, retries: 3 }),
  'both lists of capabilities': everywhere(({ linuxParameters }) => linuxParameters?.capabilities && fill({ add: [], drop: [] })(linuxParameters.capabilities)),
  'empty lists of a tmpfs': everywhere(each => each.linuxParameters?.tmpfs?.forEach(fill({ mountOptions: [] }))),
  'empty lists of the task': fill({ volumes: [], placementConstraints: [], inferenceAccelerators: [] }),
  'fault injection, off': fill({ enableFaultInjection: false }),
  'what only a description has': fill({
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.task-iam-role' }, { name: 'ecs.capability.task-eni' }],
    compatibilities: ['EC2', 'FARGATE', 'MANAGED_INSTANCES'],
    registeredBy: 'arn:aws:sts::123456789012:assumed-role/deploy/run',
  }),
  // The order of variables and secrets is not promised.
  'variables and secrets in another order': everywhere(each => (each.environment?.reverse(), each.secrets?.reverse())),
}

/** A definition as ECS describes it: with one row's additions, or with all of them. */
export function describe(definition, row) {
  const described = structuredClone(definition)
  for (const [name, add] of Object.entries(added)) if (row === undefined || row === name) add(described)
  return described
}

/** What a definition must say itself, or every plan replaces it: as it would be without, and the row that shows it. */
export const needed = {
  'capabilities.add': {
    row: 'both lists of capabilities',
    without: containers => containers.forEach(({ linuxParameters }) => delete linuxParameters?.capabilities?.add),
  },
}
