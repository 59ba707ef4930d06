-- Makes the role as which the application logs in, or gives it the password of now; it may be run again at any time.
-- For psql, logged in as the master user, which on RDS is no superuser.
\getenv role APPLICATION_USER
\getenv password APPLICATION_PASSWORD
\getenv database PGDATABASE

begin;

-- Two at once wait for each other.
select pg_advisory_xact_lock(4705170002);

select format('create role %I', :'role') where not exists (select from pg_roles where rolname = :'role')
\gexec
alter role :"role" login password :'password';

-- It makes its own tables, and nothing beside this schema. Who has no role of this database stays out.
revoke all on database :"database" from public;
grant connect, temporary on database :"database" to :"role";
grant usage, create on schema public to :"role";

-- What the application made when it still logged in as the master becomes its own. The master is a member of the role, so
-- tasks that run as the master work on, and so does the way back.
grant :"role" to current_user;
with mine as (
  select 'pg_class'::regclass as catalog, oid,
    format('%s %s', case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, oid::regclass) as what
  from pg_class
  where relkind in ('r', 'p', 'v', 'm', 'S') and relnamespace = 'public'::regnamespace and relowner = current_user::regrole
  union all
  select 'pg_type'::regclass, oid, format('type %s', oid::regtype)
  from pg_type
  where typtype in ('e', 'd', 'r') and typnamespace = 'public'::regnamespace and typowner = current_user::regrole
  union all
  select 'pg_proc'::regclass, oid, format('routine %s', oid::regprocedure)
  from pg_proc
  where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
)
select format('alter %s owner to %I', what, :'role')
from mine
-- A sequence that belongs to a column goes with its table, and what an extension made is the extension's.
where not exists (
  select from pg_depend
  where classid = mine.catalog and objid = mine.oid and (deptype = 'e' or what like 'sequence %' and deptype in ('a', 'i'))
)
\gexec

commit;
