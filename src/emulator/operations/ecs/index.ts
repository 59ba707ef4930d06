import type { Operation } from '../../room.ts'
import {
  deleteAccountSetting,
  listAccountSettings,
  putAccountSetting,
  putAccountSettingDefault,
} from './account-settings.ts'
import { continueServiceDeployment } from './continue-service-deployment.ts'
import { createCluster } from './create-cluster.ts'
import { createService } from './create-service.ts'
import { deleteCluster } from './delete-cluster.ts'
import { deleteService } from './delete-service.ts'
import { deleteTaskDefinitions } from './delete-task-definitions.ts'
import { deregisterTaskDefinition } from './deregister-task-definition.ts'
import { describeCapacityProviders } from './describe-capacity-providers.ts'
import { describeClusters } from './describe-clusters.ts'
import { describeServiceDeployments } from './describe-service-deployments.ts'
import { describeServiceRevisions } from './describe-service-revisions.ts'
import { describeServices } from './describe-services.ts'
import { describeTaskDefinition } from './describe-task-definition.ts'
import { describeTasks } from './describe-tasks.ts'
import { listClusters } from './list-clusters.ts'
import { listServiceDeployments } from './list-service-deployments.ts'
import { listServices } from './list-services.ts'
import { listTagsForResource } from './list-tags-for-resource.ts'
import { listTaskDefinitionFamilies } from './list-task-definition-families.ts'
import { listTaskDefinitions } from './list-task-definitions.ts'
import { listTasks } from './list-tasks.ts'
import { putClusterCapacityProviders } from './put-cluster-capacity-providers.ts'
import { registerTaskDefinition } from './register-task-definition.ts'
import { runTask } from './run-task.ts'
import { stopServiceDeployment } from './stop-service-deployment.ts'
import { stopTask } from './stop-task.ts'
import { tagResource } from './tag-resource.ts'
import { untagResource } from './untag-resource.ts'
import { updateCluster } from './update-cluster.ts'
import { updateService } from './update-service.ts'

export const ecs: Readonly<Record<string, Operation>> = {
  ContinueServiceDeployment: continueServiceDeployment,
  CreateCluster: createCluster,
  CreateService: createService,
  DeleteAccountSetting: deleteAccountSetting,
  DeleteCluster: deleteCluster,
  DeleteService: deleteService,
  DeleteTaskDefinitions: deleteTaskDefinitions,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DescribeCapacityProviders: describeCapacityProviders,
  DescribeClusters: describeClusters,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  DescribeServices: describeServices,
  DescribeTaskDefinition: describeTaskDefinition,
  DescribeTasks: describeTasks,
  ListAccountSettings: listAccountSettings,
  ListClusters: listClusters,
  ListServiceDeployments: listServiceDeployments,
  ListServices: listServices,
  ListTagsForResource: listTagsForResource,
  ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
  ListTaskDefinitions: listTaskDefinitions,
  ListTasks: listTasks,
  PutAccountSetting: putAccountSetting,
  PutAccountSettingDefault: putAccountSettingDefault,
  PutClusterCapacityProviders: putClusterCapacityProviders,
  RegisterTaskDefinition: registerTaskDefinition,
  RunTask: runTask,
  StopServiceDeployment: stopServiceDeployment,
  StopTask: stopTask,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateCluster: updateCluster,
  UpdateClusterSettings: updateCluster,
  UpdateService: updateService,
}
