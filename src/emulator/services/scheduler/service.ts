/** EventBridge Scheduler: schedules that start tasks. */
import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { schedulerNeeds } from './needs.ts'
import { createSchedule } from './operations/create-schedule.ts'
import { deleteSchedule } from './operations/delete-schedule.ts'
import { getSchedule } from './operations/get-schedule.ts'
import { createScheduleGroup, deleteScheduleGroup, getScheduleGroup, listScheduleGroups } from './operations/groups.ts'
import { listSchedules } from './operations/list-schedules.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts'
import { updateSchedule } from './operations/update-schedule.ts'
import { route } from './routes.ts'

const OPERATIONS: Api['operations'] = {
  CreateSchedule: createSchedule,
  CreateScheduleGroup: createScheduleGroup,
  DeleteSchedule: deleteSchedule,
  DeleteScheduleGroup: deleteScheduleGroup,
  GetSchedule: getSchedule,
  GetScheduleGroup: getScheduleGroup,
  ListScheduleGroups: listScheduleGroups,
  ListSchedules: listSchedules,
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateSchedule: updateSchedule,
}

export const scheduler: Api = {
  name: 'scheduler',
  protocol: { kind: 'rest', route },
  operations: OPERATIONS,
  needs: schedulerNeeds,
  isOurs: () => true,
  pages: { size: 'MaxResults', token: 'NextToken' },
  refuse: validation('ValidationException'),
}
