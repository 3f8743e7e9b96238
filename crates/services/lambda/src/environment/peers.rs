//! Whose a connection is: a loopback port can be reached by every process of the machine, but only the environment's own are served.
//!
//! Linux says it in `/proc`: `net/tcp` has the inode of each socket, and a process's `fd` folder the sockets that it holds.

use std::fs;
use std::net::{IpAddr, SocketAddr};

/// Whether the other end of a connection is held by a process below `root`, or by `root` itself.
pub(crate) async fn is_below(peer: SocketAddr, root: u32) -> bool {
    tokio::task::spawn_blocking(move || {
        let Some(inode) = inode(&fs::read_to_string("/proc/net/tcp").unwrap_or_default(), peer) else { return false };
        let socket = format!("socket:[{inode}]");
        processes(root).into_iter().any(|process| holds(process, &socket))
    })
    .await
    .unwrap_or(false)
}

/// The inode of the socket whose own address this is, as `/proc/net/tcp` lists it.
fn inode(table: &str, address: SocketAddr) -> Option<u64> {
    let IpAddr::V4(ip) = address.ip() else { return None };
    let own = format!("{:08X}:{:04X}", u32::from_ne_bytes(ip.octets()), address.port());
    table.lines().skip(1).find_map(|line| {
        let mut fields = line.split_ascii_whitespace();
        let found = fields.nth(1)? == own;
        let inode = fields.nth(7)?.parse().ok()?;
        (found && inode != 0).then_some(inode)
    })
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

    #[test]
    fn a_socket_is_found_by_its_own_address() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            \x20  0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0\n\
            \x20  1: 0100007F:D431 0100007F:0BB8 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1\n";
        assert_eq!(inode(table, "127.0.0.1:54321".parse().unwrap()), Some(4712));
        assert_eq!(inode(table, "127.0.0.1:3000".parse().unwrap()), Some(4711));
        assert_eq!(inode(table, "127.0.0.1:1".parse().unwrap()), None);
        assert_eq!(inode("", "127.0.0.1:1".parse().unwrap()), None);
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
        assert!(is_below(peer, std::process::id()).await);
        assert!(!is_below(peer, u32::MAX - 1).await);
        drop(mine);
        assert!(processes(std::process::id()).contains(&std::process::id()));
    }
}
