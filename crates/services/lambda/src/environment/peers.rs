//! Whose a connection is: a loopback port can be reached by every process of the machine, but only the environment's own are served.
//!
//! Linux says it in `/proc`: `net/tcp` has the inode of each socket, and a process's `fd` folder the sockets that it holds.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Looks at a connection before it is believed to be a stranger's, and the time between two of them: the system's table is not read in one piece, so that
/// a look can miss a line of it.
const LOOKS: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(10);

/// Whether the other end of a connection, `peer` as `local` sees it, is held by a process below `root`, or by `root` itself.
pub(crate) async fn is_below(peer: SocketAddr, local: SocketAddr, root: u32) -> bool {
    for _ in 0..LOOKS {
        let look = tokio::task::spawn_blocking(move || {
            let table = fs::read_to_string("/proc/net/tcp").unwrap_or_default();
            let Some(inode) = inode(&table, peer, local) else { return false };
            let socket = format!("socket:[{inode}]");
            processes(root).into_iter().any(|process| holds(process, &socket))
        });
        if look.await.unwrap_or(false) {
            return true;
        }
        tokio::time::sleep(BETWEEN).await;
    }
    false
}

/// The inode of the socket of these two addresses, its own and the one it is connected to, as `/proc/net/tcp` lists it. One alone does not name a
/// socket: the system gives a local port to several connections that lead to different places.
fn inode(table: &str, own: SocketAddr, remote: SocketAddr) -> Option<u64> {
    let (own, remote) = (listed(own)?, listed(remote)?);
    table.lines().skip(1).find_map(|line| {
        let mut fields = line.split_ascii_whitespace();
        let found = fields.nth(1)? == own && fields.next()? == remote;
        let inode = fields.nth(6)?.parse().ok()?;
        (found && inode != 0).then_some(inode)
    })
}

fn listed(address: SocketAddr) -> Option<String> {
    let IpAddr::V4(ip) = address.ip() else { return None };
    Some(format!("{:08X}:{:04X}", u32::from_ne_bytes(ip.octets()), address.port()))
}

fn holds(process: u32, socket: &str) -> bool {
    let Ok(files) = fs::read_dir(format!("/proc/{process}/fd")) else { return false };
    files.flatten().any(|file| fs::read_link(file.path()).is_ok_and(|target| target.as_os_str() == socket))
}

/// A process and all that came of it, however they call themselves.
pub(crate) fn processes(root: u32) -> Vec<u32> {
    /// Processes that are looked at, at most.
    const MOST: usize = 4_096;
    let mut found = vec![root];
    let mut at = 0;
    while let Some(process) = found.get(at).copied()
        && found.len() < MOST
    {
        at += 1;
        let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else { continue };
        for task in tasks.flatten() {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            found.extend(children.split_ascii_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
    }
    found
}

/// Memory that processes hold for themselves, bytes: what is resident of no file, shared memory included.
pub(crate) fn memory(processes: &[u32]) -> u64 {
    processes.iter().filter_map(|process| fs::read_to_string(format!("/proc/{process}/status")).ok()).map(|s| resident(&s)).sum()
}

fn resident(status: &str) -> u64 {
    let kib = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.split_ascii_whitespace().next()).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0)
    };
    (kib("RssAnon:") + kib("RssShmem:")) << 10
}

#[cfg(test)]
mod tests {
    use super::{inode, is_below, processes, resident};
    use std::net::SocketAddr;

    #[test]
    fn a_socket_is_found_by_both_its_addresses() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            \x20  0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0\n\
            \x20  1: 0100007F:D431 0100007F:0BB9 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 20 4 30 10 -1\n\
            \x20  1: 0100007F:D431 0100007F:0BB8 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1\n";
        let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        assert_eq!(inode(table, at(54321), at(3000)), Some(4712));
        assert_eq!(inode(table, at(54321), at(3001)), Some(4713));
        assert_eq!(inode(table, at(54321), at(3002)), None);
        assert_eq!(inode(table, at(3000), at(54321)), None);
        assert_eq!(inode("", at(1), at(2)), None);
    }

    #[test]
    fn memory_is_what_no_file_backs() {
        assert_eq!(resident("VmRSS:\t  300 kB\nRssAnon:\t  100 kB\nRssFile:\t  180 kB\nRssShmem:\t  20 kB\n"), 120 << 10);
        assert_eq!(resident(""), 0);
    }

    #[tokio::test]
    async fn only_who_holds_a_connection_is_below() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mine = tokio::net::TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (_stream, peer) = listener.accept().await.unwrap();
        let local = listener.local_addr().unwrap();
        assert!(is_below(peer, local, std::process::id()).await);
        assert!(!is_below(peer, local, u32::MAX - 1).await);
        drop(mine);
        assert!(processes(std::process::id()).contains(&std::process::id()));
    }
}
