package counts

// promised is the largest share of a reference that a cell with more than one value may hold. NewGrid cuts finer (heaviest), so that fresh rows of the
// same reference keep the promise as well.
const promised = 1.0 / 128

// Fits tells whether the grid keeps its promise for another reference than the one that it was cut for, by a sample of it: no cell that can hold more
// than one value holds more than 1/128 of it, and nothing lies in the open cells beyond the tails. Such a grid is kept, so that nothing need be counted
// anew. An empty sample fits every grid; texts, and numbers of another type, fit none.
func (g *Grid) Fits(sample *Counts, integer bool) bool {
	if sample.Len() == 0 {
		return true
	}
	if g.Integer != integer {
		return false
	}
	cells, err := g.Count(sample)
	if err != nil {
		return false
	}
	most, last := promised*cells.Total(), int32(g.NumCells()-1)
	for i, cell := range cells.Cells {
		_, _, single := g.Bounds(int(cell))
		if open := cell == 0 || cell == last; !single && (open || cells.W[i] > most) {
			return false
		}
	}
	return true
}
