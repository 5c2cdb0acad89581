package duckdb

import (
	"fmt"
	"testing"
)

// The list that was not asked for longest goes first; those that one question needs stay together, however long they are.
func TestListsOfFiles(t *testing.T) {
	l := newLists()
	for n := range 15 {
		l.put(fmt.Sprint(n), n, mostListed/10)
		l.get("0")
	}
	for n := range 15 {
		if there := l.get(fmt.Sprint(n)) != nil; there != (n == 0 || n > 5) {
			t.Errorf("list %d is there: %t", n, there)
		}
	}
	l.put("table", "a", mostListed-1)
	l.put("stretches", "b", mostListed-1)
	l.put("labels", "c", 10)
	l.put("table of labels", "d", 10)
	for key, want := range map[string]any{"table": "a", "stretches": "b", "labels": "c", "table of labels": "d"} {
		if got := l.get(key); got != want {
			t.Errorf("%s: %v", key, got)
		}
	}
	for n := range 100 { // a new list a minute
		l.put(fmt.Sprint("table ", n), n, mostListed)
	}
	if len(l.entries) != longestKept || l.files != longestKept*mostListed || l.order.Len() != longestKept {
		t.Errorf("%d lists of %d files", len(l.entries), l.files)
	}
	l.put("table 99", "again", 5)
	if l.files != (longestKept-1)*mostListed+5 || l.get("table 99") != "again" {
		t.Errorf("%d files", l.files)
	}
}
