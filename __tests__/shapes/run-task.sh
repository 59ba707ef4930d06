#!/usr/bin/env bash
# run-task.sh FAMILY CONTAINER IMAGE [OVERRIDES]: registers FAMILY with IMAGE in CONTAINER, runs one task of it where
# $SERVICE of $CLUSTER runs, and ends as CONTAINER does. The revision goes to the step's output `revision`.
set -euo pipefail
family=$1 container=$2 image=$3 overrides=${4:-}
definition=$(aws ecs describe-task-definition --task-definition "$family" --query taskDefinition --output json |
  jq --arg container "$container" --arg image "$image" '
    del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)
    | (.containerDefinitions[] | select(.name == $container)).image = $image')
revision=$(aws ecs register-task-definition --cli-input-json "$definition" \
  --query taskDefinition.taskDefinitionArn --output text)
echo "revision=$revision" >>"$GITHUB_OUTPUT"
network=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" \
  --query 'services[0].networkConfiguration' --output json)
task=$(aws ecs run-task --cluster "$CLUSTER" --task-definition "$revision" --launch-type FARGATE \
  --network-configuration "$network" ${overrides:+--overrides "$overrides"} --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-stopped --cluster "$CLUSTER" --tasks "$task"
ended=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$task" --query 'tasks[0]' --output json)
code=$(jq -r --arg container "$container" \
  '.containers[] | select(.name == $container) | .exitCode // "none"' <<<"$ended")
if [ "$code" != 0 ]; then
  echo "::error::$container of $revision ended with exit code $code: $(jq -r .stoppedReason <<<"$ended")"
  exit 1
fi
