-- A grantee's own.
create index grant_of_person on grant_agreement (user_id, application_id);
