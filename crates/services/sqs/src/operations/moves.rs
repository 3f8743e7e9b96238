//! Redrives of dead-letter queues.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::{self, ResourceNotFoundException, UnsupportedOperation, operation};
use crate::engine;
use crate::errors::{invalid, out_of_range};
use crate::place::{Place, on_queue, touched};
use crate::resources::{MoveStatus, MoveTask, Queue};

/// Tasks that are listed at most.
const MOST: i32 = 10;
/// Fastest redrive, messages a second.
const MAX_RATE: i32 = 500;

fn place(arn: &str) -> Result<Place, Failure> {
    Place::of_arn(arn).ok_or_else(|| invalid("The ARN is not that of a queue."))
}

fn no_resource() -> Failure {
    ResourceNotFoundException::new("The resource that you specified for the SourceArn parameter doesn't exist.").into()
}

fn parse_handle(handle: &str) -> Result<(Place, String), Failure> {
    use base64::Engine as _;
    let wrong = || Failure::from(ResourceNotFoundException::new("Task does not exist."));
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(handle).ok().and_then(|b| String::from_utf8(b).ok());
    let (arn, id) = text.as_deref().and_then(|t| t.split_once(' ')).ok_or_else(wrong)?;
    Ok((Place::of_arn(arn).ok_or_else(wrong)?, id.to_owned()))
}

fn make_handle(task: &MoveTask) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("{} {}", task.source, task.id))
}

async fn tasks(tx: &mut Transaction<'_>, place: &Place) -> Result<Vec<Stored<MoveTask>>, Failure> {
    tx.all::<MoveTask>(&place.account, &place.region, &format!("{}/", place.name)).await
}

impl Handle for operation::StartMessageMoveTask {
    async fn access(input: &api::StartMessageMoveTaskRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // What is wrong with the request is told to who may ask at all.
        let Ok(place) = place(&input.source_arn) else { return Ok(Access::any()) };
        let mut access = on_queue(lookup, &place, "sqs:StartMessageMoveTask").await?;
        for action in ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] {
            access = access.and(on_queue(lookup, &place, action).await?);
        }
        if let Some(Ok(destination)) = input.destination_arn.as_deref().map(self::place) {
            access = access.and(on_queue(lookup, &destination, "sqs:SendMessage").await?);
        }
        Ok(access)
    }

    async fn run(
        input: &api::StartMessageMoveTaskRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::StartMessageMoveTaskResult, Failure> {
        let place = place(&input.source_arn)?;
        let source = place.find(&tx.reader()).await?.ok_or_else(no_resource)?.body;
        touched(tx, &source);
        if let Some(rate) = input.max_number_of_messages_per_second
            && !(1..=MAX_RATE).contains(&rate)
        {
            return Err(out_of_range("MaxNumberOfMessagesPerSecond", rate.into(), 1, MAX_RATE.into()));
        }
        let arn = source.arn(&tx.plane().settings.partition);
        let queues = tx.reader().all::<Queue>(&source.account, &source.region, "").await?;
        let is_target = |q: &Stored<Queue>| q.body.attributes.redrive.as_ref().is_some_and(|r| r.dead_letter_target_arn == arn);
        if !queues.iter().any(is_target) {
            return Err(invalid("Source queue must be configured as a Dead Letter Queue."));
        }
        if let Some(destination) = &input.destination_arn {
            let found = self::place(destination)?.find(&tx.reader()).await?.ok_or_else(|| {
                ResourceNotFoundException::new("The resource that you specified for the DestinationArn parameter doesn't exist.")
            })?;
            if found.body.attributes.fifo != source.attributes.fifo || found.body.uid == source.uid {
                return Err(invalid("The destination must be another queue of the same type."));
            }
        }
        if tasks(tx, &place).await?.iter().any(|t| t.body.status == MoveStatus::Running) {
            return Err(UnsupportedOperation::new(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
            )
            .into());
        }
        let now = tx.plane().clock.now_ms();
        let (total, ..) = engine::counts(tx, &source, now).await?;
        let task = MoveTask {
            id: tx.plane().ids.uuid_at(now).to_string(),
            source: arn,
            destination: input.destination_arn.clone(),
            rate: input.max_number_of_messages_per_second,
            status: MoveStatus::Running,
            moved: 0,
            to_move: i64::try_from(total).unwrap_or(i64::MAX),
            started_at: now,
            failure: None,
        };
        let handle = make_handle(&task);
        let key = format!("{}/{}", place.name, task.id);
        tx.put(&Stored::new(&place.account, &place.region, key, task))?;
        Ok(api::StartMessageMoveTaskResult { task_handle: Some(handle) })
    }
}

impl Handle for operation::CancelMessageMoveTask {
    async fn access(input: &api::CancelMessageMoveTaskRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        match parse_handle(&input.task_handle) {
            Ok((place, _)) => on_queue(lookup, &place, "sqs:CancelMessageMoveTask").await,
            Err(_) => Ok(Access::any()),
        }
    }

    async fn run(
        input: &api::CancelMessageMoveTaskRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CancelMessageMoveTaskResult, Failure> {
        let (place, id) = parse_handle(&input.task_handle)?;
        let key = format!("{}/{id}", place.name);
        let task = tx.get::<MoveTask>(&place.account, &place.region, &key).await?;
        let mut task = task.ok_or_else(|| ResourceNotFoundException::new("Task does not exist."))?;
        if task.body.status != MoveStatus::Running {
            return Err(UnsupportedOperation::new("Only active tasks can be cancelled.").into());
        }
        task.body.status = MoveStatus::Cancelled;
        tx.put(&task)?;
        Ok(api::CancelMessageMoveTaskResult { approximate_number_of_messages_moved: Some(task.body.moved) })
    }
}

impl Handle for operation::ListMessageMoveTasks {
    async fn access(input: &api::ListMessageMoveTasksRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        match place(&input.source_arn) {
            Ok(place) => on_queue(lookup, &place, "sqs:ListMessageMoveTasks").await,
            Err(_) => Ok(Access::any()),
        }
    }

    async fn run(
        input: &api::ListMessageMoveTasksRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListMessageMoveTasksResult, Failure> {
        let place = place(&input.source_arn)?;
        let queue = place.find(&tx.reader()).await?.ok_or_else(no_resource)?.body;
        touched(tx, &queue);
        let most = input.max_results.unwrap_or(1);
        if !(1..=MOST).contains(&most) {
            return Err(out_of_range("MaxResults", most.into(), 1, MOST.into()));
        }
        let mut found = tasks(tx, &place).await?;
        found.reverse();
        let shown = found.into_iter().take(usize::try_from(most).unwrap_or(1)).map(|t| t.body).map(|task| {
            let running = task.status == MoveStatus::Running;
            api::ListMessageMoveTasksResultEntry {
                task_handle: running.then(|| make_handle(&task)),
                status: Some(task.status.as_str().to_owned()),
                source_arn: Some(task.source),
                destination_arn: task.destination,
                max_number_of_messages_per_second: task.rate,
                approximate_number_of_messages_moved: Some(task.moved),
                approximate_number_of_messages_to_move: Some(task.to_move),
                failure_reason: task.failure,
                started_timestamp: Some(task.started_at),
            }
        });
        Ok(api::ListMessageMoveTasksResult { results: Some(shown.collect()) })
    }
}
