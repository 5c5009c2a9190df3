package dev.weftwork.oplog;

import java.util.Arrays;

/** Some numbers in a row; thousands of them are cheaper so than as objects. Confined to one thread. */
final class Numbers {
    private int[] numbers = new int[64];
    private int size;

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number;
    }

    int get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("There are " + size + " numbers and none at " + index);
        }
        return numbers[index];
    }

    /** Forgets all but the first. */
    void cut(int to) {
        size = Math.min(size, to);
    }

    int size() {
        return size;
    }
}
