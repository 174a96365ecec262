-- The office's list of a call's grants.
create index grant_of_call on grant_agreement (call_id, application_id);
