//! Background work: what is too old, purged or of a deleted queue is removed; dead-letter queues are redriven.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Resource, Stored, System, Transaction};

use crate::engine::{self, DEDUPLICATION};
use crate::place::Place;
use crate::resources::{Deduplication, Deleted, Delivery, Group, Message, MoveStatus, MoveTask, Queue, partition};

/// Documents removed in one commit.
const CHUNK: usize = 200;
/// Least time between two sweeps, milliseconds.
const SWEEP: i64 = 10_000;
/// How long a deleted queue's name rests.
const REST: i64 = 60_000;
/// Messages moved in one commit.
const MOVED: usize = 50;

/// Removes what is not in a queue any more.
#[derive(Debug, Default)]
pub(crate) struct Sweeper {
    last: AtomicI64,
}

impl Reconciler for Sweeper {
    fn name(&self) -> &'static str {
        "sqs.sweep"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            // Every commit calls; the plane's time says when it is worth a look.
            if now.abs_diff(self.last.load(Ordering::Relaxed)) < SWEEP.unsigned_abs() {
                return Ok(());
            }
            self.last.store(now, Ordering::Relaxed);
            for queue in system.reader().list_everywhere::<Queue>(None, usize::MAX >> 1).await? {
                expire(system, &queue.body, now).await?;
            }
            for gone in system.reader().list_everywhere::<Deleted>(None, usize::MAX >> 1).await? {
                forget(system, gone, now).await?;
            }
            Ok(())
        })
    }
}

/// Removes a page of documents in one commit, if they are still as they were.
async fn drop_all<T: Resource + Clone>(system: &System, page: &[Stored<T>]) -> Result<(), Failure> {
    if page.is_empty() {
        return Ok(());
    }
    system
        .act("sqs", "PurgeQueue", |tx| {
            let page = page.to_vec();
            Box::pin(async move {
                for old in &page {
                    if let Some(there) = tx.get::<T>(&old.key.account, &old.key.region, &old.key.id).await? {
                        tx.delete(&there);
                    }
                }
                Ok(())
            })
        })
        .await
}

/// Removes expired and purged messages, which are the first ones, and what deduplication need not remember.
async fn expire(system: &System, queue: &Queue, now: i64) -> Result<(), Failure> {
    let partition = queue.partition();
    loop {
        let page = system.reader().list::<Message>(&queue.account, &partition, "", None, CHUNK).await?;
        let old: Vec<_> = page.into_iter().filter(|m| !queue.keeps(m.body.sent_at, now)).collect();
        let full = old.len() == CHUNK;
        drop_messages(system, queue, &old).await?;
        if !full {
            break;
        }
    }
    let mut after = None;
    loop {
        let page = system.reader().list::<Deduplication>(&queue.account, &partition, "", after.as_deref(), CHUNK).await?;
        after = page.last().map(|d| d.key.id.clone());
        let full = page.len() == CHUNK;
        let old: Vec<_> = page.into_iter().filter(|d| d.body.at <= now - DEDUPLICATION).collect();
        drop_all(system, &old).await?;
        if !full {
            return Ok(());
        }
    }
}

/// Removes messages with their deliveries, and sets the groups that they were in.
async fn drop_messages(system: &System, queue: &Queue, messages: &[Stored<Message>]) -> Result<(), Failure> {
    if messages.is_empty() {
        return Ok(());
    }
    system
        .act("sqs", "PurgeQueue", |tx| {
            let (messages, queue) = (messages.to_vec(), queue.clone());
            Box::pin(async move {
                for message in &messages {
                    engine::expire(tx, &queue, message).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Removes what was in a deleted queue; and after its rest the memory of it.
async fn forget(system: &System, gone: Stored<Deleted>, now: i64) -> Result<(), Failure> {
    let partition = partition(&gone.key.region, &gone.body.uid);
    let account = gone.key.account.as_str();
    let mut empty = clear::<Delivery>(system, account, &partition).await?;
    empty &= clear::<Message>(system, account, &partition).await?;
    empty &= clear::<Group>(system, account, &partition).await?;
    empty &= clear::<Deduplication>(system, account, &partition).await?;
    if empty && gone.body.at + REST < now {
        drop_all(system, &[gone]).await?;
    }
    Ok(())
}

async fn clear<T: Resource + Clone>(system: &System, account: &str, partition: &str) -> Result<bool, Failure> {
    let mut empty = true;
    loop {
        let page = system.reader().list::<T>(account, partition, "", None, CHUNK).await?;
        if page.is_empty() {
            return Ok(empty);
        }
        empty = false;
        drop_all(system, &page).await?;
    }
}

/// Moves messages of dead-letter queues back.
#[derive(Debug)]
pub(crate) struct Mover;

impl Reconciler for Mover {
    fn name(&self) -> &'static str {
        "sqs.move"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            for task in system.reader().list_everywhere::<MoveTask>(None, usize::MAX >> 1).await? {
                while task.body.status == MoveStatus::Running && step(system, &task).await? {}
            }
            Ok(())
        })
    }
}

/// Moves a few messages in one commit; whether there is more to do.
async fn step(system: &System, task: &Stored<MoveTask>) -> Result<bool, Failure> {
    let (more, rate) = system
        .act("sqs", "StartMessageMoveTask", |tx| {
            let key = task.key.clone();
            Box::pin(async move {
                let Some(mut task) = tx.get::<MoveTask>(&key.account, &key.region, &key.id).await? else {
                    return Ok((false, None));
                };
                if task.body.status != MoveStatus::Running {
                    return Ok((false, None));
                }
                match moved(tx, &task.body).await {
                    Ok(0) => task.body.status = MoveStatus::Completed,
                    Ok(number) => task.body.moved = task.body.moved.saturating_add(number),
                    Err(reason) => {
                        task.body.status = MoveStatus::Failed;
                        task.body.failure = Some(reason.message);
                    }
                }
                tx.put(&task)?;
                Ok((task.body.status == MoveStatus::Running, task.body.rate))
            })
        })
        .await?;
    if let (true, Some(rate)) = (more, rate) {
        let pace = u64::try_from(MOVED).unwrap_or(1) * 1000 / u64::try_from(rate.max(1)).unwrap_or(1);
        tokio::time::sleep(Duration::from_millis(pace)).await;
    }
    Ok(more)
}

async fn moved(tx: &mut Transaction<'_>, task: &MoveTask) -> Result<i64, Failure> {
    let now = tx.plane().clock.now_ms();
    let gone = || Failure::validation("AWS.SimpleQueueService.NonExistentQueue");
    let source = Place::of_arn(&task.source).ok_or_else(gone)?.find(&tx.reader()).await?.ok_or_else(gone)?.body;
    let deliveries = tx.reader().list::<Delivery>(&source.account, &source.partition(), "", None, MOVED).await?;
    let mut number = 0;
    for found in deliveries.into_iter().filter(|d| d.body.visible_at <= now) {
        let Some(there) = tx.get::<Delivery>(&source.account, &source.partition(), &found.key.id).await? else { continue };
        let Some(message) = tx.get::<Message>(&source.account, &source.partition(), &there.body.message).await? else { continue };
        let target = task.destination.as_ref().or(message.body.source.as_ref());
        let target =
            target.and_then(|arn| Place::of_arn(arn)).ok_or_else(|| Failure::validation("CouldNotDetermineMessageSource"))?;
        let target = target.find(&tx.reader()).await?.ok_or_else(gone)?.body;
        let group = message.body.group.clone().filter(|_| source.attributes.fifo);
        engine::transfer(tx, &source, &target, message, &there, None, now).await?;
        if let Some(group) = group {
            engine::settle_group(tx, &source, &group).await?;
        }
        number += 1;
    }
    Ok(number)
}
