/**
 * What JSON the fields of AWS's requests take, by service and name, as the SDKs' models have it; of one name there may be several
 * kinds. A kind that begins with ^ is meant at the top of a request only.
 */
export const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ecs: {
    '^list.string': 'services',
    '^string': 'cpu memory value',
    boolean: `
      autoprovision cloudWatchEncryptionEnabled configuredAtLaunch deleteOnTermination disableNetworking
      effectiveSettings enable enableECSManagedTags enableExecuteCommand enableFaultInjection enabled encrypted
      essential force forceNewDeployment initProcessEnabled interactive privileged pseudoTerminal readOnly
      readonlyRootFilesystem resetOnHealthyTask rollback s3EncryptionEnabled`,
    'list.number': 'ignoredExitCodes',
    'list.object': `
      capacityProviderStrategy clientAliases containerConfigurations containerDefinitions containerOverrides
      defaultCapacityProviderStrategy dependsOn devices environment environmentFiles extraHosts gatewayConnectors
      inferenceAcceleratorOverrides inferenceAccelerators lifecycleHooks loadBalancers metricConfigurations
      mountPoints placementConstraints placementStrategy portMappings properties resourceRequirements
      secretOptions secrets serviceRegistries settings systemControls tagSpecifications tags tmpfs ulimits
      volumeConfigurations volumes volumesFrom vpcLatticeConfigurations`,
    'list.object|list.string': 'services',
    'list.string': `
      accessTypes add alarmNames capacityProviders clusters command credentialSpecs dnsSearchDomains dnsServers
      dockerSecurityOptions drop entryPoint include lifecycleStages links metricNames mountOptions permissions
      requiresCompatibilities securityGroups serviceDeploymentArns serviceRevisionArns subnets tagKeys
      taskDefinitions tasks`,
    'list.string|string': 'status',
    map: 'dockerLabels driverOpts labels options',
    number: `
      after bakeTimeInMinutes base before canaryBakeTimeInMinutes canaryPercent containerPort count desiredCount
      hardLimit healthCheckGracePeriodSeconds healthCheckIntervalSeconds healthCheckPort healthCheckTimeoutSeconds
      healthyPercent healthyThresholdCount hostPort idleTimeoutSeconds ingressPortOverride interval iops
      maxComputePercent maxResults maxSwap maximumPercent memoryReservation minimumHealthyPercent
      perRequestTimeoutSeconds port resolutionSeconds restartAttemptPeriod retries sharedMemorySize size sizeInGiB
      softLimit startPeriod startTimeout stepBakeTimeInMinutes stepPercent stopTimeout swappiness throughput
      timeoutInMinutes transitEncryptionPort unhealthyThresholdCount volumeInitializationRate weight`,
    'number|object': 'timeout',
    'number|object|string': 'value',
    'number|string': 'cpu memory',
    object: `
      accessLogConfiguration advancedConfiguration alarms authorizationConfig awsvpcConfiguration
      canaryConfiguration capabilities configuration createdAt deploymentCircuitBreaker deploymentConfiguration
      deploymentController dockerVolumeConfiguration earlySuccessCriteria efsVolumeConfiguration ephemeralStorage
      executeCommandConfiguration filters firelensConfiguration fsxWindowsFileServerVolumeConfiguration header
      healthCheck host issuerCertificateAuthority linearConfiguration linuxParameters logConfiguration
      managedEBSVolume managedStorageConfiguration matcher monitoring networkConfiguration nvidiaMps overrides
      proxyConfiguration repositoryCredentials restartPolicy runtimePlatform s3filesVolumeConfiguration
      serviceConnectConfiguration serviceConnectDefaults sharingStrategy terminationPolicy testTrafficRules
      thresholdConfiguration timeoutConfiguration tls`,
    string: `
      accessPointArn accessPointId action alternateTargetGroupArn appProtocol assignPublicIp
      availabilityZoneRebalancing awsPcaAuthorityArn capacityProvider clientToken cloudWatchLogGroupName cluster
      clusterName condition containerInstance containerName containerPath containerPortRange cpuArchitecture
      credentialsParameter daemonName desiredStatus deviceName deviceType discoveryName dnsName domain driver
      exact executionRoleArn expression family familyPrefix fargateEphemeralStorageKmsKeyId field fileSystemArn
      fileSystemId filesystemType format group grpcCode healthCheckPath healthCheckProtocol hookTargetArn hostPath
      hostname httpCode iam image includeQueryParameters ipAddress ipcMode key kmsKey kmsKeyId launchType
      loadBalancerName logDriver logLevel logging name namespace networkMode nextToken operatingSystemFamily
      pidMode platformVersion portName principalArn productionListenerRule propagateTags protocol reason
      referenceId registryArn resourceArn resourceManagementType resourceType role roleArn rootDirectory
      s3BucketName s3KeyPrefix schedulingStrategy scope service serviceDeploymentArn serviceName snapshotId sort
      sourceContainer sourcePath sourceServiceRevisionCleanup sourceVolume startedBy stopType strategy
      targetGroupArn targetType task taskDefinition taskRoleArn testListenerRule transitEncryption type user
      valueFrom versionConsistency volumeType workingDirectory`,
  },
  ecr: {
    '^object': 'filter',
    boolean: 'force scanOnPush',
    'list.object': 'imageIds imageTagMutabilityExclusionFilters repositoryFilters rules tags',
    'list.string': 'acceptedMediaTypes layerDigests registryIds repositoryNames tagKeys',
    number: 'maxResults partFirstByte partLastByte',
    object: 'encryptionConfiguration imageScanningConfiguration',
    'object|string': 'filter',
    string: `
      Key Value encryptionType filterType imageDigest imageManifest imageManifestMediaType imageStatus imageTag
      imageTagMutability kmsKey layerPartBlob lifecyclePolicyText nextToken policyText registryId repositoryName
      resourceArn scanFrequency scanType tagStatus uploadId`,
  },
  elasticloadbalancing: {
    '^number': 'Port',
    boolean: 'Enabled HealthCheckEnabled IgnoreClientCertificateExpiry IsDefault UseExistingClientSecret',
    'list.object': `
      Actions AdditionalClaims Attributes Certificates Conditions DefaultActions Rewrites SubnetMappings Tags
      TargetGroups Targets Transforms`,
    'list.object|list.string': 'Values',
    'list.string': `
      AlpnPolicy Include ListenerArns LoadBalancerArns Names RegexValues RuleArns SecurityGroups Subnets
      TargetGroupArns`,
    map: 'AuthenticationRequestExtraParams',
    number: `
      DurationSeconds HealthCheckIntervalSeconds HealthCheckTimeoutSeconds HealthyThresholdCount Order PageSize
      Priority SessionTimeout TargetControlPort UnhealthyThresholdCount Weight`,
    'number|string': 'Port',
    object: `
      AuthenticateCognitoConfig AuthenticateOidcConfig FixedResponseConfig ForwardConfig HostHeaderConfig
      HostHeaderRewriteConfig HttpHeaderConfig HttpRequestMethodConfig IpamPools JwtValidationConfig Matcher
      MutualAuthentication PathPatternConfig QueryStringConfig RedirectConfig SourceIpConfig
      TargetGroupStickinessConfig UrlRewriteConfig`,
    string: `
      AdvertiseTrustStoreCaNames AllocationId AuthorizationEndpoint AvailabilityZone CertificateArn ClientId
      ClientSecret ContentType CustomerOwnedIpv4Pool EnablePrefixForIpv6SourceNat Field Format GrpcCode
      HealthCheckPath HealthCheckPort HealthCheckProtocol Host HttpCode HttpHeaderName IPv6Address Id
      IpAddressType Ipv4IpamPoolId Issuer JwksEndpoint Key ListenerArn LoadBalancerArn Marker MessageBody Mode
      Name OnUnauthenticatedRequest Path PrivateIPv4Address Protocol ProtocolVersion Query QuicServerId Regex
      Replace Scheme Scope SessionCookieName SourceNatIpv6Prefix SslPolicy StatusCode SubnetId TargetGroupArn
      TargetType TokenEndpoint TrustStoreArn TrustStoreAssociationStatus Type UserInfoEndpoint UserPoolArn
      UserPoolClientId UserPoolDomain Value VpcId`,
  },
  logs: {
    boolean: `
      applyOnTransformedLogs deletionProtectionEnabled descending includeLinkedAccounts interleaved startFromHead
      unmask`,
    'list.object': 'logEvents metricTransformations',
    'list.string': 'accountIdentifiers emitSystemFieldDimensions logGroupIdentifiers logStreamNames tagKeys',
    map: 'attributes dimensions keyAttributes tags',
    number: 'defaultValue endTime limit retentionInDays startTime timestamp',
    object: 'entity',
    string: `
      fieldSelectionCriteria filterName filterNamePrefix filterPattern kmsKeyId logGroupClass logGroupIdentifier
      logGroupName logGroupNamePattern logGroupNamePrefix logStreamName logStreamNamePrefix message metricName
      metricNamespace metricValue nextToken orderBy resourceArn sequenceToken unit`,
  },
  ssm: {
    boolean: 'Overwrite Recursive Shared WithDecryption',
    'list.object': 'Filters ParameterFilters Tags',
    'list.string': 'Names TagKeys Values',
    number: 'MaxResults',
    string: `
      AllowedPattern DataType Description Key KeyId Name NextToken Option Path Policies ResourceId ResourceType
      Tier Type Value`,
  },
  'application-autoscaling': {
    boolean: 'DisableScaleIn DynamicScalingInSuspended DynamicScalingOutSuspended ReturnData ScheduledScalingSuspended',
    'list.object': 'Dimensions MetricDataQueries MetricSpecifications Metrics StepAdjustments',
    'list.string': 'PolicyNames ResourceIds ScheduledActionNames TagKeys',
    map: 'Tags',
    number: `
      Cooldown EndTime MaxCapacity MaxCapacityBuffer MaxResults MetricIntervalLowerBound MetricIntervalUpperBound
      MinAdjustmentMagnitude MinCapacity ScaleInCooldown ScaleOutCooldown ScalingAdjustment SchedulingBufferTime
      StartTime TargetValue`,
    object: `
      CustomizedCapacityMetricSpecification CustomizedLoadMetricSpecification CustomizedMetricSpecification
      CustomizedScalingMetricSpecification Metric MetricStat PredefinedLoadMetricSpecification
      PredefinedMetricPairSpecification PredefinedMetricSpecification PredefinedScalingMetricSpecification
      PredictiveScalingPolicyConfiguration ScalableTargetAction StepScalingPolicyConfiguration SuspendedState
      TargetTrackingScalingPolicyConfiguration`,
    string: `
      AdjustmentType Expression Id Label MaxCapacityBreachBehavior MetricAggregationType MetricName Mode Name
      Namespace NextToken PolicyName PolicyType PredefinedMetricType ResourceARN ResourceId ResourceLabel RoleARN
      ScalableDimension Schedule ScheduledActionName ServiceNamespace Stat Statistic Timezone Unit Value`,
  },
  cloudwatch: {
    'list.string': 'AlarmNames AlarmTypes',
    number: 'MaxRecords',
    string: 'ActionPrefix AlarmNamePrefix ChildrenOfAlarmName NextToken ParentsOfAlarmName StateValue',
  },
  secretsmanager: {
    'list.object': 'Tags',
    'list.string': 'VersionStages',
    string: 'ClientRequestToken Description KmsKeyId Name SecretId SecretString VersionId VersionStage',
  },
}
