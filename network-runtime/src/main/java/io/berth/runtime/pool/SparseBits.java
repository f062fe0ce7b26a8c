package io.berth.runtime.pool;

import org.jspecify.annotations.Nullable;

/** Bits for 0 to 65,535 in pages that exist once something in them was set: most pools use a narrow range. */
final class SparseBits {
    private static final int PAGE_SHIFT = 11;
    private static final int PAGE_WORDS = 1 << (PAGE_SHIFT - 6);

    private final long[] @Nullable [] pages = new long[1 << (16 - PAGE_SHIFT)][];

    boolean contains(int number) {
        long[] page = pages[number >>> PAGE_SHIFT];
        return page != null && (page[wordInPage(number >>> 6)] & (1L << number)) != 0;
    }

    void set(int number, boolean on) {
        long[] page = pages[number >>> PAGE_SHIFT];
        if (page == null) {
            if (!on) {
                return;
            }
            page = new long[PAGE_WORDS];
            pages[number >>> PAGE_SHIFT] = page;
        }
        if (on) {
            page[wordInPage(number >>> 6)] |= 1L << number;
        } else {
            page[wordInPage(number >>> 6)] &= ~(1L << number);
        }
    }

    /** The 64 bits from {@code wordIndex * 64} on. */
    long word(int wordIndex) {
        long[] page = pages[wordIndex >>> (PAGE_SHIFT - 6)];
        return page == null ? 0 : page[wordInPage(wordIndex)];
    }

    private static int wordInPage(int wordIndex) {
        return wordIndex & (PAGE_WORDS - 1);
    }
}
