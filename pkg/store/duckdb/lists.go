package duckdb

import "container/list"

// lists keeps what was learnt of lists of files. A log that gets a file every minute has a new list of all its files every minute, so the files of all lists together are bounded,
// and the list that was not asked for longest goes first. What is being asked for stays, however long it is: a question needs a few lists (tables, what the columns of JSON are
// found from, stretches), so there is always room for several of the longest.
type lists struct {
	entries map[string]*list.Element
	order   *list.List // the newest in front
	files   int
}

type listed struct {
	key   string
	value any
	files int
}

const (
	mostListed  = 200_000 // files
	mostLists   = 20_000
	longestKept = 6 // lists as long as the longest, where these have more than mostListed
)

func newLists() *lists { return &lists{entries: map[string]*list.Element{}, order: list.New()} }

// get is what was put, nil where it was not or is gone.
func (l *lists) get(key string) any {
	at, ok := l.entries[key]
	if !ok {
		return nil
	}
	l.order.MoveToFront(at)
	return at.Value.(*listed).value
}

func (l *lists) put(key string, value any, files int) {
	if at, ok := l.entries[key]; ok {
		l.drop(at)
	}
	l.entries[key] = l.order.PushFront(&listed{key, value, files})
	l.files += files
	for l.files > mostListed || l.order.Len() > mostLists {
		longest := 0
		for at := l.order.Front(); at != nil; at = at.Next() {
			longest = max(longest, at.Value.(*listed).files)
		}
		if l.files <= longestKept*longest && l.order.Len() <= mostLists {
			return
		}
		l.drop(l.order.Back())
	}
}

func (l *lists) drop(at *list.Element) {
	old := l.order.Remove(at).(*listed)
	delete(l.entries, old.key)
	l.files -= old.files
}
