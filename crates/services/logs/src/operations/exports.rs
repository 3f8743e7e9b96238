//! Exports to buckets.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use super::groups::page_size;
use crate::api::{self, ExportTaskStatusCode as Status, LogGroupClass, operation};
use crate::errors::{bad_token, invalid};
use crate::exports::{ExportTask, object};
use crate::place::{group, on_all, on_group};

/// Tasks in a page.
const PAGE: i32 = 50;

fn is_active(status: Status) -> bool {
    matches!(status, Status::Pending | Status::Running)
}

impl Handle for operation::CreateExportTask {
    async fn access(input: &api::CreateExportTaskRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(
        input: &api::CreateExportTaskRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateExportTaskResponse, Failure> {
        if input.from > input.to {
            return Err(invalid("The from time must not be after the to time."));
        }
        let group = group(tx, &input.log_group_name).await?.body;
        if group.class != LogGroupClass::Standard {
            return Err(invalid("Export tasks are for log groups of the Standard class."));
        }
        let (account, region) = (group.account.clone(), group.region.clone());
        let others: Vec<Stored<ExportTask>> = tx.all(&account, &region, "").await?;
        if others.iter().any(|t| is_active(t.body.status)) {
            return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
        }
        let prefix = input.destination_prefix.clone().unwrap_or_else(|| "exportedlogs".to_owned());
        let prefix = prefix.trim_matches('/').to_owned();
        let plane = tx.plane();
        // AWS writes a test object first: that it could, is what is asked here.
        let refused = |reason: &str| {
            invalid(format!(
                "PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation. {reason}"
            ))
        };
        let objects = plane.objects().ok_or_else(|| refused("There is no object storage."))?;
        let probe =
            object(&group, &input.destination, format!("{prefix}/aws-logs-write-test"), Vec::new(), &plane.settings.partition);
        objects.may_put(&tx.reader(), &probe).await.map_err(|failure| refused(&failure.message))?;
        let id = plane.ids.uuid_at(tx.call().time.as_millisecond()).to_string();
        let task = ExportTask {
            id: id.clone(),
            name: input.task_name.clone(),
            group: group.name.clone(),
            uid: group.uid.clone(),
            stream_prefix: input.log_stream_name_prefix.clone(),
            from: input.from,
            to: input.to,
            bucket: input.destination.clone(),
            prefix,
            status: Status::Pending,
            message: "Pending".to_owned(),
            created_at: tx.call().time.as_millisecond(),
            completed_at: None,
        };
        tx.put(&Stored::new(&account, &region, id.as_str(), task))?;
        Ok(api::CreateExportTaskResponse { task_id: Some(id) })
    }
}

fn shown(task: ExportTask) -> api::ExportTask {
    api::ExportTask {
        task_id: Some(task.id),
        task_name: task.name,
        log_group_name: Some(task.group),
        from: Some(task.from),
        to: Some(task.to),
        destination: Some(task.bucket),
        destination_prefix: Some(task.prefix),
        status: Some(api::ExportTaskStatus { code: Some(task.status), message: Some(task.message) }),
        execution_info: Some(api::ExportTaskExecutionInfo {
            creation_time: Some(task.created_at),
            completion_time: task.completed_at,
        }),
    }
}

impl Handle for operation::DescribeExportTasks {
    async fn access(_: &api::DescribeExportTasksRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_all(lookup))
    }

    async fn run(
        input: &api::DescribeExportTasksRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeExportTasksResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let (account, region) = (tx.account(), tx.call().region.as_str());
        let mut all = tx.reader().all::<ExportTask>(account, region, "").await?;
        all.retain(|t| {
            input.task_id.as_ref().is_none_or(|id| *id == t.body.id)
                && input.status_code.is_none_or(|status| status == t.body.status)
        });
        let listing = format!("DescribeExportTasks {account} {region} {:?} {:?}", input.task_id, input.status_code);
        let page = cut(all, &listing, input.next_token.as_deref(), limit, |t| t.body.id.clone(), bad_token)?;
        let tasks = page.items.into_iter().map(|t| shown(t.body)).collect();
        Ok(api::DescribeExportTasksResponse { export_tasks: Some(tasks), next_token: page.next })
    }
}

impl Handle for operation::CancelExportTask {
    async fn access(_: &api::CancelExportTaskRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_all(lookup))
    }

    async fn run(input: &api::CancelExportTaskRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let missing = || api::ResourceNotFoundException::new("The specified export task does not exist.");
        let mut task = tx.get::<ExportTask>(&account, &region, &input.task_id).await?.ok_or_else(missing)?;
        if !is_active(task.body.status) {
            return Err(api::InvalidOperationException::new("The specified export task has already finished.").into());
        }
        task.body.status = Status::Cancelled;
        task.body.message = "Cancelled".to_owned();
        task.body.completed_at = Some(tx.call().time.as_millisecond());
        tx.put(&task)?;
        Ok(Unit {})
    }
}
