import type { Api } from '../api.ts'
import { validation } from '../validation.ts'
import { ssmNeeds } from './needs.ts'
import { deleteParameter } from './operations/delete-parameter.ts'
import { deleteParameters } from './operations/delete-parameters.ts'
import { describeParameters } from './operations/describe-parameters.ts'
import { getParameter } from './operations/get-parameter.ts'
import { getParameters } from './operations/get-parameters.ts'
import { getParametersByPath } from './operations/get-parameters-by-path.ts'
import { putParameter } from './operations/put-parameter.ts'
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './operations/tags.ts'

const HIDDEN = ['Value']

const OPERATIONS: Api['operations'] = {
  AddTagsToResource: addTagsToResource,
  DeleteParameter: deleteParameter,
  DeleteParameters: deleteParameters,
  DescribeParameters: describeParameters,
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  ListTagsForResource: listTagsForResource,
  PutParameter: putParameter,
  RemoveTagsFromResource: removeTagsFromResource,
}

export const ssm: Api = {
  name: 'ssm',
  protocol: { kind: 'json', target: 'AmazonSSM' },
  operations: OPERATIONS,
  needs: ssmNeeds,
  isOurs: operation => operation.includes('Parameter') || Object.hasOwn(OPERATIONS, operation),
  pages: { size: 'MaxResults', token: 'NextToken' },
  hidden: HIDDEN,
  refuse: validation('ValidationException', HIDDEN),
}
