//! Which step waits for which.

/// An order in which no step comes before one that it waits for; what `after` names and is not there is not
/// waited for.
///
/// # Errors
/// The keys of steps that wait for each other in a circle, from one back to itself.
pub fn order(steps: &[(&str, &[String])]) -> Result<Vec<usize>, Vec<String>> {
    let place = |key: &String| steps.iter().position(|(k, _)| k == key);
    let waits: Vec<Vec<usize>> = steps
        .iter()
        .map(|(_, after)| after.iter().filter_map(place).collect())
        .collect();
    let mut order: Vec<usize> = Vec::with_capacity(steps.len());
    while order.len() < steps.len() {
        let free =
            |i: &usize| !order.contains(i) && waits[*i].iter().all(|before| order.contains(before));
        match (0..steps.len()).find(free) {
            Some(next) => order.push(next),
            None => return Err(circle(steps, &waits, &order)),
        }
    }
    Ok(order)
}

/// Each step that is left waits for another that is left: going on from one to the next ends in a circle.
fn circle(steps: &[(&str, &[String])], waits: &[Vec<usize>], done: &[usize]) -> Vec<String> {
    let left = |i: &usize| !done.contains(i);
    let mut path: Vec<usize> = (0..steps.len()).find(left).into_iter().collect();
    while let Some(next) = path
        .last()
        .and_then(|at| waits[*at].iter().copied().find(left))
    {
        let seen = path.iter().position(|at| *at == next);
        path.push(next);
        if let Some(from) = seen {
            path.drain(..from);
            break;
        }
    }
    path.into_iter().map(|i| steps[i].0.to_owned()).collect()
}
