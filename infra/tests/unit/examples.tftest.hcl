# The examples of the modules can be planned; examples.test.mjs sees that each is here.
provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

run "alb" {
  command = plan

  module {
    source = "../../modules/alb/examples/basic"
  }
}

run "application_role" {
  command = plan

  module {
    source = "../../modules/application-role/examples/basic"
  }
}

run "backup_copies" {
  command = plan

  module {
    source = "../../modules/backup-copies/examples/basic"
  }
}

run "cluster" {
  command = plan

  module {
    source = "../../modules/cluster/examples/basic"
  }
}

run "cron" {
  command = plan

  module {
    source = "../../modules/cron/examples/basic"
  }
}

run "database" {
  command = plan

  module {
    source = "../../modules/database/examples/basic"
  }
}

run "deploy_role" {
  command = plan

  module {
    source = "../../modules/deploy-role/examples/basic"
  }
}

run "github_trust" {
  command = plan

  module {
    source = "../../modules/github-trust/examples/basic"
  }
}

run "infra_roles" {
  command = plan

  module {
    source = "../../modules/infra-roles/examples/basic"
  }
}

run "network" {
  command = plan

  module {
    source = "../../modules/network/examples/basic"
  }
}

run "observability" {
  command = plan

  module {
    source = "../../modules/observability/examples/basic"
  }
}

run "platform" {
  command = plan

  module {
    source = "../../modules/platform/examples/basic"
  }
}

run "records" {
  command = plan

  module {
    source = "../../modules/records/examples/basic"
  }
}

run "registry" {
  command = plan

  module {
    source = "../../modules/registry/examples/basic"
  }
}

run "schedule" {
  command = plan

  module {
    source = "../../modules/schedule/examples/basic"
  }
}

run "service" {
  command = plan

  module {
    source = "../../modules/service/examples/basic"
  }
}

run "sessions" {
  command = plan

  module {
    source = "../../modules/sessions/examples/basic"
  }
}

run "file_system" {
  command = plan

  module {
    source = "../../modules/file-system/examples/basic"
  }
}

run "nlb" {
  command = plan

  module {
    source = "../../modules/nlb/examples/basic"
  }
}

run "synthetic_check" {
  command = plan

  module {
    source = "../../modules/synthetic-check/examples/basic"
  }
}

run "database_cluster" {
  command = plan

  module {
    source = "../../modules/database-cluster/examples/basic"
  }
}

run "project" {
  command = plan

  module {
    source = "../../modules/project/examples/basic"
  }
}
