#!/usr/bin/env bash
# register.sh FAMILY IMAGE: a revision of FAMILY whose containers all run IMAGE; prints its ARN.
set -euo pipefail
definition=$(aws ecs describe-task-definition --task-definition "$1" --query taskDefinition --output json | jq --arg image "$2" '
  del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)
  | .containerDefinitions[].image = $image')
aws ecs register-task-definition --cli-input-json "$definition" --query taskDefinition.taskDefinitionArn --output text
