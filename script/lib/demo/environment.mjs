/** The base environment, made in the local ECS as Terraform would make it, from the services' own task definitions. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { ECR } from '@aws-sdk/client-ecr'
import { ECS } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2'
import { SSM } from '@aws-sdk/client-ssm'
import { root } from './github.mjs'

export const cluster = 'ecs-microservices-cluster'
export const services = ['redis', 'flask-app', 'nginx']
const namespace = 'ecs-microservices.local'

export function clients(endpoint, region) {
  const settings = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  return {
    ecs: new ECS(settings),
    ecr: new ECR(settings),
    logs: new CloudWatchLogs(settings),
    elb: new ElasticLoadBalancingV2(settings),
    ssm: new SSM(settings),
  }
}

/**
 * @param {ReturnType<typeof clients>} aws
 * @param {{
 *   database: { host: string, port: string, password: string }, listenerPort: number,
 *   values?: Record<string, Record<string, string>>
 * }} around `values` are by service
 */
export async function createEnvironment({ ecs, ecr, logs, elb, ssm }, { database, listenerPort, values = {} }) {
  await ecs.createCluster({ clusterName: cluster, serviceConnectDefaults: { namespace } })
  for (const service of services) {
    await logs.createLogGroup({ logGroupName: `/ecs/ecs-microservices/${service}` })
    await ecr.createRepository({ repositoryName: `ecs-microservices/${service}`, imageTagMutability: 'IMMUTABLE' })
  }
  const parameters = {
    '/ecs-microservices/flask-app/database-password': database.password,
    '/ecs-microservices/redis/password': `redis-${database.password}`,
  }
  for (const [Name, Value] of Object.entries(parameters)) await ssm.putParameter({ Name, Value, Type: 'SecureString' })

  const { targetGroupArn, url } = await createLoadBalancer(elb, listenerPort)
  const environment = { DATABASE_HOST: database.host, DATABASE_PORT: database.port, DATABASE_SSLMODE: 'disable' }
  const serves = { redis: 6379, 'flask-app': 5000 }
  for (const service of services) {
    const definition = await completed(service, {
      ...(service === 'flask-app' ? environment : {}),
      ...values[service],
    })
    const { taskDefinition } = await ecs.registerTaskDefinition(definition)
    const port = serves[service]
    await ecs.createService({
      cluster,
      serviceName: service,
      taskDefinition: taskDefinition?.taskDefinitionArn,
      desiredCount: 0,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-11', 'subnet-12'],
          securityGroups: ['sg-1'],
          assignPublicIp: 'DISABLED',
        },
      },
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true },
        // one redis at a time: two empty ones behind one name would be a split brain
        ...(service === 'redis'
          ? { minimumHealthyPercent: 0, maximumPercent: 100 }
          : { minimumHealthyPercent: 100, maximumPercent: 200 }),
      },
      serviceConnectConfiguration: {
        enabled: true,
        namespace,
        ...(port ? { services: [{ portName: service, clientAliases: [{ dnsName: service, port }] }] } : {}),
      },
      ...(service === 'nginx'
        ? {
            loadBalancers: [{ targetGroupArn, containerName: 'nginx', containerPort: 8080 }],
            healthCheckGracePeriodSeconds: 60,
          }
        : {}),
    })
  }
  return { url, targetGroupArn }
}

async function createLoadBalancer(elb, port) {
  const { LoadBalancers: [balancer] = [] } = await elb.createLoadBalancer({
    Name: 'ecs-microservices',
    Subnets: ['subnet-1', 'subnet-2'],
  })
  const { TargetGroups: [group] = [] } = await elb.createTargetGroup({
    Name: 'ecs-microservices-nginx',
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    TargetType: 'ip',
    HealthCheckPath: '/nginx-health',
    HealthCheckIntervalSeconds: 30,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
  })
  const targetGroupArn = group?.TargetGroupArn
  await elb.modifyTargetGroupAttributes({
    TargetGroupArn: targetGroupArn,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
  })
  await elb.createListener({
    LoadBalancerArn: balancer?.LoadBalancerArn,
    Protocol: 'HTTP',
    Port: port,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
  })
  return { targetGroupArn, url: `http://127.0.0.1:${port}` }
}

/** The service's task definition with what only an environment knows: roles and addresses. */
async function completed(service, values) {
  const text = await readFile(join(root, 'services', service, 'task-definition.json'), 'utf8')
  const definition = JSON.parse(text)
  for (const container of definition.containerDefinitions) {
    container.environment = container.environment.map(({ name, value }) => ({ name, value: values[name] ?? value }))
  }
  return {
    ...definition,
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecs-microservices-execution',
    taskRoleArn: `arn:aws:iam::123456789012:role/ecs-microservices-${service}`,
  }
}
