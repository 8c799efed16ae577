//! A network ready to run at the sizes the scan stop asks for.

use std::sync::{Arc, Mutex, PoisonError};

use tract_onnx::prelude::{
    DatumExt, Framework, InferenceModel, InferenceModelExt, IntoRunnable, TValue, TVec, Tensor,
    TypedRunnableModel, tvec,
};

use crate::Error;

/// Plans kept for each network: two cameras' formats, upright and lying, at
/// four sizes each. A plan holds its weights only, about twice the file.
pub(crate) const KEPT: usize = 16;

/// Height and width of an input in pixels.
type Size = (usize, usize);

/// A network and the plans made of it, most recently used first.
///
/// Usable from several threads at once: a run holds no lock, only looking up
/// or making a plan does, so that one plan is never made twice.
pub(crate) struct Plans {
    role: &'static str,
    model: InferenceModel,
    kept: Mutex<Vec<(Size, Arc<TypedRunnableModel>)>>,
}

impl std::fmt::Debug for Plans {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Plans({}, {} kept)", self.role, self.count())
    }
}

impl Plans {
    /// Reads an ONNX file. `role` names the network in errors.
    ///
    /// # Errors
    /// [`Error::Network`] when the bytes are no network.
    pub(crate) fn read(role: &'static str, mut onnx: &[u8]) -> Result<Self, Error> {
        // Files name the sizes they were exported at, for outputs and for
        // what lies between; at any other size those would be contradictions.
        let model = tract_onnx::onnx()
            .with_ignore_output_shapes(true)
            .with_ignore_value_info(true)
            .model_for_read(&mut onnx)
            .map_err(|error| Error::network(role, error))?;
        Ok(Self {
            role,
            model,
            kept: Mutex::new(Vec::new()),
        })
    }

    /// Runs the network on one picture: `planes` holds 3 x height x width
    /// numbers. Gives its outputs in the order of the file.
    ///
    /// # Errors
    /// [`Error::Network`] when the network cannot run at this size.
    pub(crate) fn run(&self, size: Size, planes: &[f32]) -> Result<TVec<TValue>, Error> {
        let (height, width) = size;
        let plan = self.plan(size)?;
        let run = || {
            let input = Tensor::from_shape(&[1, 3, height, width], planes)?;
            plan.run(tvec!(input.into()))
        };
        run().map_err(|error| Error::network(self.role, error))
    }

    /// The plan for `size`, kept or made; the one not used for longest goes.
    fn plan(&self, size: Size) -> Result<Arc<TypedRunnableModel>, Error> {
        // The list is whole after every statement, so a panic elsewhere while
        // it was locked leaves nothing to repair.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.iter().position(|(other, _)| *other == size) {
            let found = kept.remove(place);
            let plan = Arc::clone(&found.1);
            kept.insert(0, found);
            return Ok(plan);
        }
        let plan = self.made(size)?;
        kept.truncate(KEPT - 1);
        kept.insert(0, (size, Arc::clone(&plan)));
        Ok(plan)
    }

    fn made(&self, (height, width): Size) -> Result<Arc<TypedRunnableModel>, Error> {
        let make = || {
            let mut model = self.model.clone();
            model.set_input_fact(0, f32::fact([1, 3, height, width]).into())?;
            model.into_optimized()?.into_runnable()
        };
        make().map_err(|error| Error::network(self.role, error))
    }

    /// How many plans are kept, at most [`KEPT`].
    pub(crate) fn count(&self) -> usize {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }
}

/// The numbers of one output, rows first.
///
/// # Errors
/// [`Error::Shape`] when the output is no list of 32-bit numbers.
pub(crate) fn numbers<'a>(role: &'static str, output: &'a TValue) -> Result<&'a [f32], Error> {
    output
        .try_as_plain_ram()
        .and_then(|plain| plain.as_slice::<f32>())
        .map_err(|_| Error::Shape { role })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networks::EMBEDDED_DETECTOR;

    #[test]
    fn the_store_of_plans_is_bounded_and_keeps_what_is_used() {
        let plans = Plans::read("detector", EMBEDDED_DETECTOR).unwrap();
        let first = plans.plan((32, 32)).unwrap();
        for place in 1..=KEPT + 2 {
            plans.plan((32, 32 + 32 * place)).unwrap();
            assert!(plans.count() <= KEPT);
            let again = plans.plan((32, 32)).unwrap();
            assert!(Arc::ptr_eq(&first, &again), "a plan in use was thrown away");
        }
        assert_eq!(plans.count(), KEPT);
    }

    #[test]
    fn bytes_that_are_no_network_are_refused_with_a_way_on() {
        let error = Plans::read("embedder", b"not a network at all").unwrap_err();
        assert!(error.to_string().contains("gatehouse models verify"));
    }
}
