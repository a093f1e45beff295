-- Which reports hold all of these words, and which hold them most often?
SELECT title, publisher, published_on, score, address
FROM search('paid waiting');
