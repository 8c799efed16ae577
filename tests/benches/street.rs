//! How many photos an hour go down the street, from their arrival until they
//! are cleaned, scanned and judged and their originals destroyed, with 1, 2 and
//! 4 workers. Run with `cargo bench -p gatehouse-tests --bench street`, after
//! `cargo build --release`: its decode processes are the binary's.
use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use tokio::runtime::Handle;

#[expect(dead_code, reason = "a bench needs less of it than the tests")]
#[path = "../street/house.rs"]
mod house;
mod photo;

use house::{Town, on_street};
use photo::photo;

/// Photos that the workers of one measurement share.
const PHOTOS: u64 = 8;

fn street(c: &mut Criterion) {
    let photo = photo();
    on_street(async |town: Town| {
        let mut group = c.benchmark_group("street");
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Elements(PHOTOS));
        for workers in [1, 2, 4] {
            group.bench_function(format!("photos of 12 MP, {workers} workers"), |b| {
                b.iter_batched(
                    || wait(arrive(&town, &photo)),
                    |()| assert_eq!(wait(town.work_with(workers)).failed, 0),
                    BatchSize::PerIteration,
                );
            });
        }
        group.finish();
    });
}

/// Waits for the house inside of a measurement.
fn wait<F: Future>(future: F) -> F::Output {
    tokio::task::block_in_place(|| Handle::current().block_on(future))
}

async fn arrive(town: &Town, photo: &[u8]) {
    for _ in 0..PHOTOS {
        town.upload(photo).await;
    }
}

criterion_group!(benches, street);
criterion_main!(benches);
